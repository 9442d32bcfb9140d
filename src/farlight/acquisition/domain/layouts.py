"""Layouts and treatments as JSON, in rows; and what may be asked of them."""

import math
from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter

from farlight.acquisition.types import HandlingKind, Treatment
from farlight.kernel.errors import Objection
from farlight.science.absorption.table import edge_named, edge_table
from farlight.science.scans import Axis, AxisScan, EdgeScan, Exposures, Grid, Layout, Screening, Spectrum
from farlight.ui.domain.values import TIMES, degrees

FEWEST_ANGLES, MOST_ANGLES = 1, 24
LARGEST_SIDE = 100
SMALLEST_STEP_UM, LARGEST_STEP_UM = 1.0, 500.0
MOST_POINTS = 1000
EDGE_BELOW_EV, EDGE_ABOVE_EV = (20.0, 300.0), (35.0, 600.0)
"""How far an edge scan may begin below, and end above: less shows no line to lay the edge on."""
EDGE_STEP_EV = (0.2, 5.0)
FARTHEST = {Axis.SAMPLE_X: 2000.0, Axis.SAMPLE_Y: 2000.0, Axis.OMEGA: 3600.0}
"""How far from the beam, or the zero of omega, an alignment scan goes."""
TREATMENT_S = {HandlingKind.WASH: (1.0, 60.0), HandlingKind.ANNEAL: (0.1, 30.0)}
"""Shortest and longest duration."""

_LAYOUT: TypeAdapter[Layout | None] = TypeAdapter(Layout | None)
_TREATMENT: TypeAdapter[Treatment | None] = TypeAdapter(Treatment | None)


def treatment_from(record: Any) -> Treatment | None:
    """Read a treatment from a row."""
    return _TREATMENT.validate_python(record)


def treatment_record(treatment: Treatment | None) -> Any:
    """Write a treatment for a row."""
    return _TREATMENT.dump_python(treatment, mode="json")


def layout_from(record: Any) -> Layout | None:
    """Read a layout from a row."""
    return _LAYOUT.validate_python(record)


def record_of(layout: Layout | None) -> Any:
    """Write a layout for a row."""
    return _LAYOUT.dump_python(layout, mode="json")


def objections_to_layout(layout: Layout | None) -> Iterator[Objection]:
    """Everything that is wrong with what is to be measured where, but for energies: those are the beamline's."""
    match layout:
        case Screening(angles_deg=angles_deg):
            if not FEWEST_ANGLES <= len(angles_deg) <= MOST_ANGLES:
                yield Objection(
                    message=f"A screening has {FEWEST_ANGLES} to {MOST_ANGLES} images.",
                    mend="Give so many angles.",
                    field="angles_deg",
                )
            if any(not -3600.0 <= angle_deg <= 3600.0 for angle_deg in angles_deg):  # noqa: PLR2004 - ten turns
                yield Objection(message="An angle lies beyond ten turns.", field="angles_deg")
        case Grid():
            yield from _objections_to_grid(layout)
        case EdgeScan():
            yield from _objections_to_edge_scan(layout)
        case AxisScan():
            yield from _objections_to_axis_scan(layout)


def _objections_to_edge_scan(scan: EdgeScan) -> Iterator[Objection]:
    edges = edge_table().get(scan.element, ())
    if not edges:
        yield Objection(
            message=f"No edge of {scan.element or 'no element'} is known.",
            mend="Give the symbol of an element, such as Se or Hg.",
            field="element",
        )
    elif edge_named(scan.element, scan.edge) is None:
        names = ", ".join(edge.name for edge in edges)
        yield Objection(
            message=f"{scan.element} has no {scan.edge} edge in reach.", mend=f"Choose one of: {names}.", field="edge"
        )
    for field, word, value, (low, high) in (
        ("below_ev", "begin", scan.below_ev, EDGE_BELOW_EV),
        ("above_ev", "end", scan.above_ev, EDGE_ABOVE_EV),
    ):
        if not low <= value <= high:
            side = field.removesuffix("_ev")
            yield Objection(
                message=f"An edge scan cannot {word} {value:g} eV {side} its edge.",
                mend=f"Give a value from {low:g} to {high:g} eV.",
                field=field,
            )
    yield from _objections_to_steps(scan)


def _objections_to_steps(scan: EdgeScan) -> Iterator[Objection]:
    low, high = EDGE_STEP_EV
    if not low <= scan.step_ev <= high:
        yield Objection(
            message=f"Steps of {scan.step_ev:g} eV are not possible here.",
            mend=f"Give a value from {low:g} to {high:g} eV.",
            field="step_ev",
        )
    elif not 1 <= scan.images <= MOST_POINTS:
        yield Objection(
            message=f"A scan has at most {MOST_POINTS} points.", mend="Make it shorter, or its steps wider.",
            field="step_ev",
        )  # fmt: skip


def _objections_to_axis_scan(scan: AxisScan) -> Iterator[Objection]:
    if not 3 <= scan.points <= MOST_POINTS:  # noqa: PLR2004 - fewer have no top
        yield Objection(message=f"A scan has 3 to {MOST_POINTS} points.", mend="Give so many.", field="points")
    farthest = FARTHEST.get(scan.axis, math.inf)
    for field, position in (("first", scan.first), ("last", scan.last)):
        if not abs(position) <= farthest or not math.isfinite(position):
            yield Objection(
                message=f"{scan.axis.word} does not go to {position:g} {scan.axis.unit}.",
                mend=f"Give a value from {-farthest:g} to {farthest:g} {scan.axis.unit}.",
                field=field,
            )
    if scan.first == scan.last:
        yield Objection(message="The scan goes nowhere.", mend="Give two different positions.", field="last")


def energies_of(layout: Layout | None, energy_ev: float) -> tuple[tuple[str, float], ...]:
    """Return the lowest and highest energy (eV) that a collection goes to, each with the field that it comes from."""
    match layout:
        case EdgeScan():
            edge = edge_named(layout.element, layout.edge)
            if edge is None:
                return ()
            return ("below_ev", edge.energy_ev - layout.below_ev), ("above_ev", edge.energy_ev + layout.above_ev)
        case AxisScan(axis=Axis.ENERGY):
            return ("first", layout.first), ("last", layout.last)
        case _:
            return (("energy_ev", energy_ev),)


def objections_to_treatment(treatment: Treatment) -> Iterator[Objection]:
    """Everything that is wrong with what is to be done to a sample."""
    low, high = TREATMENT_S[treatment.deed]
    if not low <= treatment.duration_s <= high:
        yield Objection(
            message=f"To {treatment.deed.value} for {treatment.duration_s:g} s is not possible here.",
            mend=f"Give a value from {low:g} to {high:g} s.",
            field="duration_s",
        )


def _objections_to_grid(grid: Grid) -> Iterator[Objection]:
    for field, sides in (("grid_rows", grid.rows), ("grid_columns", grid.columns)):
        if not 1 <= sides <= LARGEST_SIDE:
            yield Objection(
                message=f"A grid has 1 to {LARGEST_SIDE} rows and columns.", mend="Make it smaller.", field=field
            )
    for field, step_um in (("step_x_um", grid.step_x_um), ("step_y_um", grid.step_y_um)):
        if not SMALLEST_STEP_UM <= step_um <= LARGEST_STEP_UM:
            yield Objection(
                message=f"A cell of {step_um:g} µm is not possible here.",
                mend=f"Give a value from {SMALLEST_STEP_UM:g} to {LARGEST_STEP_UM:g} µm.",
                field=field,
            )


def layout_in_words(layout: Layout) -> str:
    """A layout in a few words: ``3 images at 0°, 45°, 90°``; of a grid, rows, columns and the size of a cell."""
    match layout:
        case Screening():
            angles = ", ".join(degrees(angle_deg) for angle_deg in layout.angles_deg)
            return f"{layout.images} images at {angles}"
        case Grid():
            size = f"{layout.step_x_um:g} {TIMES} {layout.step_y_um:g} µm"
            return f"{layout.rows} {TIMES} {layout.columns} cells of {size}"
        case Exposures():
            return f"{layout.exposures} exposures"
        case EdgeScan():
            way = f"from {layout.below_ev:g} eV below to {layout.above_ev:g} eV above"
            return f"{layout.element} {layout.edge} edge, {way} in steps of {layout.step_ev:g} eV"
        case Spectrum():
            return "fluorescence spectrum"
    way = f"from {layout.first:g} to {layout.last:g} {layout.axis.unit}"
    return f"{layout.axis.word.lower()} {way}, {layout.points} points"
