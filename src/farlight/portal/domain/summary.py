"""The table of a session: which of its runs are wanted, and their values."""

from collections.abc import Sequence
from dataclasses import dataclass

from farlight.portal.types import Headline
from farlight.runs.types import RunSummary

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
        if found is None:
            return (*measured, *[None] * (len(COLUMNS) - len(measured)))
        cell = tuple(found.unit_cell) or (None,) * 6
        overall = (found.cc_half_overall, found.completeness_frac)
        return (*measured, found.pipeline, found.number, found.resolution_angstrom, found.space_group, *cell, *overall)


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
        known = f"{row.run.sample_name} {row.run.kind} {row.run.master} {found.space_group if found else ''}".casefold()
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
