"""The files that a processing leaves, by name: the only ones that can be asked for."""

from collections.abc import Iterable

from farlight.processing.types import ResultFile, Stage

REPORT_NAME = "report.html"
MERGED_NAME = "merged.mtz"
CHARTS_NAME = "charts.json"

_KNOWN = {
    REPORT_NAME: ("report", "DIALS report"),
    MERGED_NAME: ("data", "Merged intensities and amplitudes (MTZ)"),
    CHARTS_NAME: ("data", "Numbers of the plots (JSON)"),
    "scaled.mtz": ("data", "Scaled, unmerged intensities (MTZ)"),
    "scaled.refl": ("model", "Scaled reflections (DIALS)"),
    "scaled.expt": ("model", "Scaled experiment (DIALS)"),
    "integrated.refl": ("model", "Integrated reflections (DIALS)"),
    "integrated.expt": ("model", "Integrated experiment (DIALS)"),
    "bravais_summary.json": ("model", "Possible lattices (JSON)"),
}

REFINED_NAMES = ("scaled", "integrated")
"""Names of pairs of refined models and reflections that belong together, the latest first."""


def log_name(stage: Stage, variant: str = "") -> str:
    """Return the name of a step's log: numbered, so that they sort as they ran."""
    number = list(Stage).index(stage) + 1
    return f"{number:02d}_{stage.value}{'_' + variant if variant else ''}.log"


def known_files(found: Iterable[tuple[str, int]]) -> tuple[ResultFile, ...]:
    """Return the files worth showing among the names and sizes found in a folder: report, data, models, then logs."""
    sizes = dict(found)
    listed = [
        ResultFile(name=name, kind=kind, title=title, size_bytes=sizes[name])
        for name, (kind, title) in _KNOWN.items()
        if name in sizes
    ]
    logs = sorted(name for name in sizes if name.endswith(".log") and name[:2].isdigit())
    return (*listed, *(_log_file(name, sizes[name]) for name in logs))


def _log_file(name: str, size_bytes: int) -> ResultFile:
    title = name.removesuffix(".log")[3:].replace("_", " ")
    return ResultFile(name=name, kind="log", title=f"Log: {title}", size_bytes=size_bytes)
