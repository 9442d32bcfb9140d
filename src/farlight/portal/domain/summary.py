"""The table of a session: which of its runs are wanted, and their values."""

from collections.abc import Sequence
from dataclasses import dataclass

from farlight.portal.domain.found import words_of
from farlight.portal.types import Headline
from farlight.runs.types import Findings, RunSummary
from farlight.science.findings import EdgeFindings

COLUMNS = (
    "run",
    "sample",
    "kind",
    "state",
    "started",
    "images",
    "start_deg",
    "width_deg",
    "exposure_time_s",
    "energy_ev",
    "transmission_frac",
    "detector_distance_mm",
    "folder",
    "file",
    "pipeline",
    "processing",
    "resolution_angstrom",
    "space_group",
    "a_angstrom",
    "b_angstrom",
    "c_angstrom",
    "alpha_deg",
    "beta_deg",
    "gamma_deg",
    "cc_half",
    "completeness_frac",
    "found",
    "element",
    "edge",
    "peak_ev",
    "peak_f_prime",
    "peak_f_double_prime",
    "inflection_ev",
    "inflection_f_prime",
    "inflection_f_double_prime",
)
"""Of the CSV file, in order."""


@dataclass(frozen=True, kw_only=True)
class SummaryRow:
    """A run with its newest processing."""

    run: RunSummary
    headline: Headline | None

    def values(self) -> Sequence[object]:
        """Return what stands in the columns of the CSV file."""
        run, found = self.run, self.headline
        measured = (
            run.number,
            run.sample_name,
            run.kind,
            run.state.value,
            run.started.isoformat(),
            run.frames,
            run.start_deg,
            run.width_deg,
            run.exposure_time_s,
            run.energy_ev,
            run.transmission_frac,
            run.detector_distance_mm,
            run.directory,
            run.master.rpartition("/")[2],
        )
        return (*measured, *_processed(found), *_examined(run.findings))

    @property
    def words(self) -> str:
        """What a scan or a powder says; empty of other kinds."""
        return words_of(self.run.findings)


_RESULT_COLUMNS = 12
_EDGE_COLUMNS = 8


def _processed(found: Headline | None) -> tuple[object, ...]:
    if found is None:
        return (None,) * _RESULT_COLUMNS
    cell = tuple(found.unit_cell) or (None,) * 6
    overall = (found.cc_half_overall, found.completeness_frac)
    return (found.pipeline, found.number, found.resolution_angstrom, found.space_group, *cell, *overall)


def _examined(findings: Findings | None) -> tuple[object, ...]:
    words = words_of(findings)
    if not isinstance(findings, EdgeFindings):
        return (words or None, *[None] * _EDGE_COLUMNS)
    peak = (findings.peak_ev, findings.peak_f_prime, findings.peak_f_double_prime)
    inflection = (findings.inflection_ev, findings.inflection_f_prime, findings.inflection_f_double_prime)
    return (words, findings.element, findings.edge, *peak, *inflection)


@dataclass(frozen=True, kw_only=True)
class SummaryFilter:
    """Which runs are wanted; None and empty texts do not count."""

    words: str = ""
    """Every word must stand in sample, space group, kind or file name."""
    best_angstrom: float | None = None
    """Only results that reach at least this resolution."""
    least_completeness_frac: float | None = None
    least_cc_half: float | None = None

    def lets_through(self, row: SummaryRow) -> bool:
        """Whether a row is wanted; a run without a result fits no condition on results."""
        found = row.headline
        group = found.space_group if found else ""
        known = f"{row.run.sample_name} {row.run.kind} {row.run.master} {group} {row.words}".casefold()
        if not all(word in known for word in self.words.casefold().split()):
            return False
        resolution = found.resolution_angstrom if found else None
        at_most = (self.best_angstrom is None) or (resolution is not None and resolution <= self.best_angstrom)
        return (
            at_most
            and _reaches(found.completeness_frac if found else None, self.least_completeness_frac)
            and _reaches(found.cc_half_overall if found else None, self.least_cc_half)
        )


def _reaches(value: float | None, least: float | None) -> bool:
    return least is None or (value is not None and value >= least)
