"""Layouts as JSON, in rows; and what may be asked of them."""

from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter

from farlight.kernel.errors import Objection
from farlight.science.scans import Grid, Layout, Screening
from farlight.ui.domain.values import TIMES, degrees

FEWEST_ANGLES, MOST_ANGLES = 1, 24
LARGEST_SIDE = 100
SMALLEST_STEP_UM, LARGEST_STEP_UM = 1.0, 500.0

_LAYOUT: TypeAdapter[Layout | None] = TypeAdapter(Layout | None)


def layout_from(record: Any) -> Layout | None:
    """Read a layout from a row."""
    return _LAYOUT.validate_python(record)


def record_of(layout: Layout | None) -> Any:
    """Write a layout for a row."""
    return _LAYOUT.dump_python(layout, mode="json")


def objections_to_layout(layout: Layout | None) -> Iterator[Objection]:
    """Everything that is wrong with where images are to be taken."""
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
    if isinstance(layout, Screening):
        angles = ", ".join(degrees(angle_deg) for angle_deg in layout.angles_deg)
        return f"{layout.images} images at {angles}"
    return f"{layout.rows} {TIMES} {layout.columns} cells of {layout.step_x_um:g} {TIMES} {layout.step_y_um:g} µm"
