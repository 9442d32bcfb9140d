"""How a run was measured, value by value, as a reader wants it."""

from farlight.runs.types import RunSummary
from farlight.ui.domain.values import degrees, kev, percent, seconds, with_unit


def facts_of(run: RunSummary) -> tuple[str, ...]:
    """Return the values of a run in the order in which people compare runs."""
    return tuple(
        fact
        for fact in (
            f"{degrees(run.images * run.width_deg)} from {degrees(run.start_deg)}",
            f"{run.images} \N{MULTIPLICATION SIGN} {degrees(run.width_deg)}",
            seconds(run.exposure_time_s),
            kev(run.energy_ev),
            f"{percent(run.transmission_frac, 0)} beam",
            with_unit(run.detector_distance_mm, "mm", 1),
            run.detector,
        )
        if fact
    )
