"""How a run was measured, value by value, as a reader wants it."""

from typing import NamedTuple

from farlight.kernel.units import wavelength_angstrom
from farlight.portal.domain.dose import dose_mgy
from farlight.runs.types import RunSummary
from farlight.science.scans import AxisScan, EdgeScan, Exposures, Grid, PointScan, Screening
from farlight.ui.domain.values import degrees, kev, percent, seconds, with_unit

_TIMES = "\N{MULTIPLICATION SIGN}"


class Quantity(NamedTuple):
    """A value with its name, ready to read."""

    name: str
    written: str


def facts_of(run: RunSummary) -> tuple[str, ...]:
    """Return the values of a run in the order in which people compare runs."""
    dose = _dose_of(run)
    return tuple(
        fact
        for fact in (
            *_course_of(run),
            seconds(run.exposure_time_s),
            "" if isinstance(run.layout, EdgeScan) else kev(run.energy_ev),
            f"{percent(run.transmission_frac, 0)} beam",
            with_unit(run.detector_distance_mm, "mm", 1) if run.has_images else "",
            f"about {dose}" if dose else "",
            run.detector,
        )
        if fact
    )


def _course_of(run: RunSummary) -> tuple[str, ...]:
    """Return where its images lie."""
    match run.layout:
        case Screening(angles_deg=angles_deg):
            return (
                f"{len(angles_deg)} images at {', '.join(map(degrees, angles_deg))}",
                f"{degrees(run.width_deg)} wide",
            )
        case Grid() as grid:
            cells = f"{grid.rows} {_TIMES} {grid.columns} cells of {grid.step_x_um:g} {_TIMES} {grid.step_y_um:g} µm"
            return cells, f"at {degrees(run.start_deg)}", "to and fro" if grid.snaked else "row by row"
        case Exposures() as series:
            return (f"{series.exposures} exposures",)
        case None:
            sweep = f"{degrees(run.images * run.width_deg)} from {degrees(run.start_deg)}"
            return sweep, f"{run.images} {_TIMES} {degrees(run.width_deg)}"
        case _:
            return _way_of(run.layout)


def _way_of(layout: PointScan) -> tuple[str, ...]:
    """Return where the points of a scan lie."""
    match layout:
        case EdgeScan() as scan:
            way = f"from {scan.below_ev:g} eV below to {scan.above_ev:g} eV above"
            return f"{scan.element} {scan.edge} edge", way, f"{scan.images} {_TIMES} {scan.step_ev:g} eV"
        case AxisScan() as scan:
            return f"{scan.axis.word}, {scan.first:g} to {scan.last:g} {scan.axis.unit}", f"{scan.points} points"
    return (f"{layout.channels} channels of {layout.channel_ev:g} eV",)


def _dose_of(run: RunSummary) -> str:
    """Return the dose of what there is; empty when it is not known. Cells and points of a way share it out."""
    images = 1 if isinstance(run.layout, Grid | AxisScan) else run.frames
    wavelength = wavelength_angstrom(run.energy_ev)
    dose = dose_mgy(run.flux_hz, run.beam_size_um, images * run.exposure_time_s, wavelength)
    return "" if not dose else f"{dose:.2g}\u202fMGy"


def quantities_of(run: RunSummary) -> tuple[Quantity, ...]:
    """Return everything that is known of how a run was measured, with names; dashes for what no device said."""
    beam = f"{run.beam_size_um[0]:g} {_TIMES} {run.beam_size_um[1]:g} µm" if run.beam_size_um else ""
    return (
        Quantity("Course", ", ".join(_course_of(run))),
        *_frames_of(run),
        Quantity("Energy", f"{kev(run.energy_ev)} ({with_unit(wavelength_angstrom(run.energy_ev), 'Å', 4)})"),
        Quantity("Transmission", percent(run.transmission_frac)),
        Quantity("Flux", f"{run.flux_hz:.3g} photons/s" if run.flux_hz else ""),
        Quantity("Beam", beam),
        Quantity("Dose, about", _dose_of(run)),
        Quantity("Detector", run.detector),
        *((Quantity("Distance", with_unit(run.detector_distance_mm, "mm", 1)),) if run.has_images else ()),
        Quantity("Folder", run.directory),
        Quantity("File", run.master.rpartition("/")[2]),
    )


def _frames_of(run: RunSummary) -> tuple[Quantity, ...]:
    """Return how many images or points there are, and how long each took."""
    one, many = ("an image", "Images") if run.has_images else ("a point", "Points")
    in_all = seconds(run.images * run.exposure_time_s)
    width = (Quantity("Width of an image", degrees(run.width_deg)),) if run.has_images else ()
    return (
        *width,
        Quantity(many, f"{run.frames} of {run.images}"),
        Quantity("Exposure", f"{seconds(run.exposure_time_s)} {one}, {in_all} in all"),
    )


def images_to_look_at(frames: int) -> tuple[int, ...]:
    """Return the numbers of the first, the middle and the last image, each once, in order; none when there are none."""
    if frames <= 0:
        return ()
    return tuple(sorted({1, (frames + 1) // 2, frames}))
