"""How a run was measured, value by value, as a reader wants it."""

from typing import NamedTuple

from farlight.kernel.units import wavelength_angstrom
from farlight.runs.types import RunSummary
from farlight.ui.domain.values import degrees, kev, percent, seconds, with_unit


class Quantity(NamedTuple):
    """A value with its name, ready to read."""

    name: str
    written: str


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


def quantities_of(run: RunSummary) -> tuple[Quantity, ...]:
    """Return everything that is known of how a run was measured, with names."""
    return (
        Quantity("Rotation", f"{degrees(run.images * run.width_deg)} from {degrees(run.start_deg)}"),
        Quantity("Width of an image", degrees(run.width_deg)),
        Quantity("Images", f"{run.frames} of {run.images}"),
        Quantity(
            "Exposure", f"{seconds(run.exposure_time_s)} an image, {seconds(run.images * run.exposure_time_s)} in all"
        ),
        Quantity("Energy", f"{kev(run.energy_ev)} ({with_unit(wavelength_angstrom(run.energy_ev), 'Å', 4)})"),
        Quantity("Transmission", percent(run.transmission_frac)),
        Quantity("Detector", run.detector),
        Quantity("Distance", with_unit(run.detector_distance_mm, "mm", 1)),
        Quantity("Folder", run.directory),
    )


def images_to_look_at(frames: int) -> tuple[int, ...]:
    """Return the numbers of the first, the middle and the last image, each once, in order; none when there are none."""
    if frames <= 0:
        return ()
    return tuple(sorted({1, (frames + 1) // 2, frames}))
