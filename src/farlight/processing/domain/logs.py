"""What DIALS writes into its logs (3.12), as numbers."""

import math
import re
from dataclasses import dataclass

from farlight.processing.types import ShellStatistics

_STRONG = re.compile(r"Found \d+ strong pixels on image (\d+)")
_SAVED_SPOTS = re.compile(r"Saved (\d+) reflections to")
_INDEXED = re.compile(r"^\|\s*\d+\s*\|\s*(\d+)\s*\|\s*(\d+)\s*\|\s*[\d.]+%?\s*\|", re.MULTILINE)
_RMSDS = re.compile(
    r"\|\s*Exp.*?RMSD_X.*?\n(?:\|.*\n)*?\|[-+| ]+\|\n"
    r"\|\s*\d+\s*\|\s*\d+\s*\|\s*([\d.]+)\s*\|\s*([\d.]+)\s*\|\s*([\d.]+)?"
)
_INTEGRATED = re.compile(r"Saving (\d+) reflections to integrated")
_ABSENCES_AMBIGUOUS = re.compile(r"Using space group (.+?), space group (.+?) is equally likely")
_SHELL_ROW = re.compile(
    r"^\s*(\d+\.\d+)\s+(\d+\.\d+)\s+(\d+)\s+(\d+)\s+([\d.]+)\s+([\d.]+)\s+(-?[\d.]+)\s+(-?[\d.]+)\s+"
)

_SUMMARY_ROWS = {
    "High resolution limit": "d_min",
    "Low resolution limit": "d_max",
    "Completeness": "completeness",
    "Multiplicity": "multiplicity",
    "I/sigma": "i_over_sigma",
    "Rmerge(I)": "r_merge",
    "Rmeas(I)": "r_meas",
    "CC half": "cc_half",
    "Total observations": "observations",
    "Total unique": "unique",
}
_LEAST_UNIQUE_FOR_CC = 5
_LEAST_MULTIPLICITY = 1.001


def image_reached(line: str) -> int | None:
    """Return the image that spot finding has reached, when the line says so."""
    found = _STRONG.search(line)
    return int(found[1]) if found else None


def spots_saved(log: str) -> int:
    """Return how many strong spots were saved; 0 when none."""
    found = _SAVED_SPOTS.findall(log)
    return int(found[-1]) if found else 0


def indexed_counts(log: str) -> tuple[int, int]:
    """Return the numbers of indexed and unindexed spots of the last table of ``dials.index``; (0, 0) without one."""
    table = log.rpartition("# indexed")[2] if "# indexed" in log else ""
    found = _INDEXED.findall(table)
    return (sum(int(row[0]) for row in found), sum(int(row[1]) for row in found)) if found else (0, 0)


def last_rmsd_px(log: str) -> float | None:
    """Return the last refinement's distance between prediction and spot on the detector, both directions together."""
    found = _RMSDS.findall(log)
    if not found:
        return None
    x_px, y_px = map(float, found[-1][:2])
    return math.hypot(x_px, y_px)


def last_rmsd_images(log: str) -> float | None:
    """Return the last refinement's distance between prediction and spot in rotation, in images; None without one."""
    found = _RMSDS.findall(log)
    return float(found[-1][2]) if found and found[-1][2] else None


def integrated_count(log: str) -> int:
    """Return how many reflections ``dials.integrate`` saved."""
    found = _INTEGRATED.findall(log)
    return int(found[-1]) if found else 0


def equally_likely_group(log: str) -> str:
    """Return the space group that ``dials.symmetry`` cannot tell from the one it took; empty when there is none."""
    found = _ABSENCES_AMBIGUOUS.search(log)
    return found[2].strip() if found else ""


@dataclass(frozen=True, kw_only=True)
class MergingSummary:
    """The statistics that ``dials.scale`` prints last."""

    overall: ShellStatistics
    inner: ShellStatistics
    outer: ShellStatistics
    was_cut: bool
    """Whether DIALS suggests a limit below what was integrated; the three shells then end there."""


def merging_summary(log: str) -> MergingSummary | None:
    """Return overall, inner and outer shell of the last summary in the log of ``dials.scale``; None without one.

    With a suggested limit DIALS prints four columns (suggested, low, high, overall), of which the first three belong
    to the suggested limit; else three (overall, low, high).
    """
    before, title, after = log.rpartition("Summary of merging statistics")
    if not title or not before:
        return None
    columns = _summary_columns(after)
    if len(columns) < len(_SUMMARY_ROWS):
        return None
    was_cut = "Suggested" in after.partition("High resolution limit")[0]
    overall, inner, outer = (_shell({name: values[index] for name, values in columns.items()}) for index in range(3))
    return MergingSummary(overall=overall, inner=inner, outer=outer, was_cut=was_cut)


def _summary_columns(text: str) -> dict[str, list[float]]:
    columns: dict[str, list[float]] = {}
    for line in text.splitlines():
        for label, name in _SUMMARY_ROWS.items():
            values = line[len(label) :].split() if line.startswith(f"{label} ") else []
            if len(values) >= 3 and name not in columns:  # noqa: PLR2004 - three shells at least
                columns[name] = [_number(value) for value in values]
    return columns


def _number(text: str) -> float:
    try:
        return float(text.rstrip("*"))
    except ValueError:
        return float("nan")


def _shell(values: dict[str, float]) -> ShellStatistics:
    """Numbers that mean nothing are None: agreement factors without repeats, correlations of a handful."""
    repeats = values["multiplicity"] > _LEAST_MULTIPLICITY and values["observations"] > values["unique"]
    correlates = repeats and values["unique"] >= _LEAST_UNIQUE_FOR_CC and values["cc_half"] != 0.0
    return ShellStatistics(
        d_max_angstrom=_finite(values["d_max"]),
        d_min_angstrom=_finite(values["d_min"]),
        completeness_frac=_finite(round(values["completeness"] / 100, 4)),
        multiplicity=_finite(values["multiplicity"]),
        i_over_sigma=_finite(values["i_over_sigma"]),
        r_merge=_finite(values["r_merge"]) if repeats else None,
        r_meas=_finite(values["r_meas"]) if repeats else None,
        cc_half=_finite(values["cc_half"]) if correlates else None,
        observations=int(values["observations"]),
        unique=int(values["unique"]),
    )


def _finite(value: float) -> float | None:
    return value if value == value and abs(value) != float("inf") else None  # noqa: PLR0124 - nan differs from itself


@dataclass(frozen=True, kw_only=True)
class ResolutionBin:
    """A row of the table by resolution."""

    d_max_angstrom: float
    d_min_angstrom: float
    observations: int
    multiplicity: float
    completeness_frac: float
    i_over_sigma: float


def resolution_bins(log: str) -> list[ResolutionBin]:
    """Return the last table by resolution of ``dials.scale``, from low to high resolution, without its total."""
    table = log.rpartition("Merging statistics by resolution bin")[2]
    bins: list[ResolutionBin] = []
    for line in table.splitlines():
        row = _SHELL_ROW.match(line)
        if row is None:
            if bins:
                break
            continue
        d_max, d_min, observations, _, multiplicity, completeness, _, i_over_sigma = row.groups()
        bins.append(
            ResolutionBin(
                d_max_angstrom=float(d_max),
                d_min_angstrom=float(d_min),
                observations=int(observations),
                multiplicity=float(multiplicity),
                completeness_frac=float(completeness) / 100,
                i_over_sigma=float(i_over_sigma),
            )
        )
    return bins[:-1]


def complaint(log: str) -> str:
    """Return the sentence in which a program says why it stopped: the last line that is not a trace.

    Prefers DIALS' own ``Sorry:`` and the last line of a Python traceback.
    """
    sorry = re.findall(r"^Sorry:\s*(.+)$", log, re.MULTILINE)
    if sorry:
        return str(sorry[-1]).strip()
    raised = re.findall(r"^(?:[\w.]+\.)?[A-Za-z]*(?:Error|Exception|Interrupt)\b:?\s*(.*)$", log, re.MULTILINE)
    if raised and raised[-1].strip():
        return re.sub(r"^Please report this error to \S+:\s*", "", str(raised[-1]).strip())
    lines = [line.strip() for line in log.splitlines() if line.strip() and not line.startswith((" ", "\t"))]
    return lines[-1] if lines else ""
