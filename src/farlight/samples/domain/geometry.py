"""Where the slots of a container are, from the file that describes its type. A layout is never guessed from a number.

A file gives slots one by one, as rings, or as grids; they count on in the order of the file. Coordinates are fractions
of a unit box about the container: x to the right, y down, (0.5, 0.5) in the middle. Angles run clockwise from the top.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from farlight.kernel.errors import Invalid, Objection
from farlight.samples.types import ContainerTypeSummary, Outline, Slot

CODE = re.compile(r"^[a-z0-9][a-z0-9_-]{0,39}\Z")
_SLACK_FRAC = 0.01
_KEYS = frozenset(
    {
        "code", "version", "title", "outline", "width_mm", "height_mm", "form_factor", "requires_cryo", "is_deprecated",
        "barcode_pattern", "rotations", "note", "accepts", "ring", "grid", "slot",
    }
)  # fmt: skip
_RING_KEYS = frozenset(
    {"count", "places", "radius_frac", "first_deg", "clockwise", "size_frac", "names", "accepts", "row"}
)
_GRID_KEYS = frozenset({"rows", "columns", "box_frac", "size_frac", "names", "accepts", "by_column", "drops"})
_DROP_KEYS = frozenset({"rows", "columns", "without", "size_frac"})
_SLOT_KEYS = frozenset({"name", "x_frac", "y_frac", "size_frac", "accepts", "row"})


@dataclass(frozen=True)
class _Spot:
    """A slot without its number."""

    name: str
    x_frac: float
    y_frac: float
    size_frac: float
    row: int
    accepts: tuple[str, ...]


def read_container_type(document: Mapping[str, Any]) -> ContainerTypeSummary:
    """Return what a file says of a type of container, with all its slots.

    Raises
    ------
    Invalid
        With everything that is wrong with it.
    """
    objections = list(_objections_to_keys(document))
    if objections:
        raise Invalid(objections)
    accepts = tuple(document.get("accepts", ()))
    spots = [*_rings(document, accepts), *_grids(document, accepts), *_single(document, accepts)]
    summary = ContainerTypeSummary(
        code=document["code"],
        version=document.get("version", 1),
        title=document["title"],
        outline=Outline(document["outline"]),
        width_mm=float(document.get("width_mm", 0.0)),
        height_mm=float(document.get("height_mm", 0.0)),
        form_factor=document.get("form_factor", document["code"]),
        requires_cryo=document.get("requires_cryo", False),
        is_deprecated=document.get("is_deprecated", False),
        barcode_pattern=document.get("barcode_pattern", ""),
        rotations=tuple(document.get("rotations", ())),
        note=document.get("note", ""),
        slots=tuple(
            Slot(position=number, **asdict(spot) | {"name": spot.name or str(number), "accepts": spot.accepts})
            for number, spot in enumerate(spots, start=1)
        ),
    )
    objections = list(_objections_to_layout(summary))
    if objections:
        raise Invalid(objections)
    return summary


def document_of(summary: ContainerTypeSummary) -> str:
    """Return a type as JSON, the same text for the same type."""
    return json.dumps(asdict(summary), sort_keys=True, ensure_ascii=False)


@lru_cache(maxsize=512)
def type_from(document: str) -> ContainerTypeSummary:
    """Return the type that ``document_of`` wrote down."""
    raw = json.loads(document)
    slots = tuple(Slot(**{**slot, "accepts": tuple(slot["accepts"])}) for slot in raw.pop("slots"))
    outline, rotations = Outline(raw.pop("outline")), tuple(raw.pop("rotations"))
    return ContainerTypeSummary(**raw, slots=slots, outline=outline, rotations=rotations)


def takes(slot: Slot, words: Sequence[str]) -> bool:
    """Whether a slot takes a thing, by what the thing is; what nobody said is taken anywhere."""
    return not slot.accepts or not words or bool(set(words) & set(slot.accepts))


def objections_to_thing(
    container: ContainerTypeSummary, slot: Slot, words: Sequence[str], said: str
) -> list[Objection]:
    """What speaks against putting a thing into a slot.

    Parameters
    ----------
    container, slot
        Where it should go.
    words : sequence of str
        What the thing is: its mount, or its type and form factor; empty when nobody said.
    said : str
        The thing, as people call it.
    """
    if takes(slot, words):
        return []
    message = f"Slot {slot.name} of a {container.title} does not take {said}."
    return [Objection(message=message, mend=f"It takes: {', '.join(slot.accepts)}.", field="slot")]


def objections_to_slot(container: ContainerTypeSummary, name: str) -> list[Objection]:
    """What speaks against a slot: there is none of that name."""
    if container.slot_named(name) is not None:
        return []
    names = [slot.name for slot in container.slots]
    few = 12
    which = ", ".join(names) if len(names) <= few else f"{names[0]} to {names[-1]}"
    message = f"A {container.title} has slots {which}, not {name}."
    return [Objection(message=message, mend="Correct the slot, or the type of the container.", field="slot")]


def objections_to_barcode(container: ContainerTypeSummary, text: str) -> list[Objection]:
    """What speaks against the code of a container of this type."""
    if not text or not container.barcode_pattern or re.fullmatch(container.barcode_pattern, text):
        return []
    message = f"{text!r} is not a code of a {container.title}: it does not match {container.barcode_pattern}."
    return [Objection(message=message, mend="Scan it again, or correct it.", field="barcode")]


def rows_of(container: ContainerTypeSummary) -> list[list[Slot]]:
    """Return the slots by row or ring, in the order in which keys walk over them."""
    rows: dict[int, list[Slot]] = {}
    for slot in container.slots:
        rows.setdefault(slot.row, []).append(slot)
    return [rows[number] for number in sorted(rows)]


def turned(container: ContainerTypeSummary, steps: int) -> dict[str, str]:
    """Return where each slot's content lies when every ring was filled ``steps`` slots further, by slot name."""
    return {
        slot.name: row[(index + steps) % len(row)].name for row in rows_of(container) for index, slot in enumerate(row)
    }


def _rings(document: Mapping[str, Any], accepts: tuple[str, ...]) -> Iterator[_Spot]:
    for number, ring in enumerate(document.get("ring", ())):
        count, radius_frac = ring["count"], float(ring["radius_frac"])
        names = ring.get("names", [""] * count)
        step_deg = (360.0 if ring.get("clockwise", True) else -360.0) / ring.get("places", count)
        for index in range(count):
            angle = math.radians(float(ring.get("first_deg", 0.0)) + index * step_deg)
            x_frac, y_frac = 0.5 + radius_frac * math.sin(angle), 0.5 - radius_frac * math.cos(angle)
            yield _Spot(
                names[index], round(x_frac, 4), round(y_frac, 4), float(ring["size_frac"]), ring.get("row", number),
                tuple(ring.get("accepts", accepts)),
            )  # fmt: skip


def _grids(document: Mapping[str, Any], accepts: tuple[str, ...]) -> Iterator[_Spot]:
    first_row = 0
    for grid in document.get("grid", ()):
        rows, columns = grid["rows"], grid["columns"]
        left, top, right, bottom = (float(edge) for edge in grid.get("box_frac", (0.0, 0.0, 1.0, 1.0)))
        cells = [(row, column) for row in range(rows) for column in range(columns)]
        if grid.get("by_column", False):
            cells.sort(key=lambda cell: (cell[1], cell[0]))
        names = grid_names(rows, columns, grid.get("names", "numbers"), cells)
        wide, high = (right - left) / columns, (bottom - top) / rows
        for name, (row, column) in zip(names, cells, strict=True):
            corner = (left + column * wide, top + row * high)
            cell = _Spot(name, *corner, float(grid["size_frac"]), first_row + row, tuple(grid.get("accepts", accepts)))
            yield from _drops(cell, wide, high, grid.get("drops", {}))
        first_row += rows


def _drops(cell: _Spot, wide_frac: float, high_frac: float, drops: Mapping[str, Any]) -> Iterator[_Spot]:
    """The places in a cell whose corner is given: one in its middle, or drops lettered row by row but for the well."""
    rows, columns = drops.get("rows", 1), drops.get("columns", 1)
    for number in range(rows * columns):
        letter = row_letters(number).lower() if rows * columns > 1 else ""
        if letter and letter in drops.get("without", ()):
            continue
        row, column = divmod(number, columns)
        yield _Spot(
            f"{cell.name}{letter}",
            round(cell.x_frac + (column + 0.5) * wide_frac / columns, 4),
            round(cell.y_frac + (row + 0.5) * high_frac / rows, 4),
            float(drops.get("size_frac", cell.size_frac)),
            cell.row,
            cell.accepts,
        )


def grid_names(rows: int, columns: int, names: str | Sequence[str], cells: Sequence[tuple[int, int]]) -> list[str]:
    """Return the names of the cells of a grid: given ones, numbers (empty here), letters, or wells such as ``A1``."""
    if not isinstance(names, str):
        return list(names)
    if names == "wells":
        return [f"{row_letters(row)}{column + 1}" for row, column in cells]
    if names == "letters":
        return [row_letters(number) for number in range(rows * columns)]
    return [""] * (rows * columns)


def row_letters(number: int) -> str:
    """``0`` -> ``A``, ``25`` -> ``Z``, ``26`` -> ``AA``: the rows of a plate."""
    first, last = divmod(number, 26)
    return (row_letters(first - 1) if first else "") + chr(ord("A") + last)


def _single(document: Mapping[str, Any], accepts: tuple[str, ...]) -> Iterator[_Spot]:
    for number, slot in enumerate(document.get("slot", ())):
        yield _Spot(
            str(slot["name"]), float(slot["x_frac"]), float(slot["y_frac"]), float(slot["size_frac"]),
            slot.get("row", number), tuple(slot.get("accepts", accepts)),
        )  # fmt: skip


def _objections_to_keys(document: Mapping[str, Any]) -> Iterator[Objection]:
    for key in ("code", "title", "outline"):
        if not isinstance(document.get(key), str) or not document[key]:
            yield Objection(message=f"The key {key} is missing.", field=key)
    code, outline = document.get("code"), document.get("outline")
    if isinstance(code, str) and code and not CODE.match(code):
        yield Objection(message=f"{code!r} is not a code: small letters, digits, _ and -.", field="code")
    if isinstance(outline, str) and outline and outline not in set(Outline):
        yield Objection(message="The outline is circle or rect.", field="outline")
    parts = [("", document, _KEYS)]
    for name, keys in (("ring", _RING_KEYS), ("grid", _GRID_KEYS), ("slot", _SLOT_KEYS)):
        parts += [(f"{name}.", part, keys) for part in document.get(name, ())]
    parts += [("grid.drops.", grid["drops"], _DROP_KEYS) for grid in document.get("grid", ()) if "drops" in grid]
    for prefix, part, keys in parts:
        for key in sorted(set(part) - keys):
            yield Objection(message=f"There is no key {prefix}{key}.", field=f"{prefix}{key}")
    yield from _missing_in_parts(document)


_NEEDED = {
    "ring": ("count", "radius_frac", "size_frac"),
    "grid": ("rows", "columns", "size_frac"),
    "slot": ("name", "x_frac", "y_frac", "size_frac"),
}


def _missing_in_parts(document: Mapping[str, Any]) -> Iterator[Objection]:
    for name, needed in _NEEDED.items():
        for part in document.get(name, ()):
            for key in needed:
                if key not in part:
                    yield Objection(message=f"The key {name}.{key} is missing.", field=f"{name}.{key}")
            listed = part.get("names", "numbers")
            count = part.get("count") or part.get("rows", 0) * part.get("columns", 0)
            if not isinstance(listed, str) and len(listed) != count:
                message = f"There are {len(listed)} names for {count} slots."
                yield Objection(message=message, field=f"{name}.names")


def _objections_to_layout(summary: ContainerTypeSummary) -> Iterator[Objection]:
    if not summary.slots:
        yield Objection(message="It has no slots.", mend="Give [[slot]], [[ring]] or [[grid]].", field="slot")
    seen: set[str] = set()
    for slot in summary.slots:
        if slot.name.casefold() in seen:
            yield Objection(message=f"Two slots are called {slot.name}.", field="slot")
        seen.add(slot.name.casefold())
        half_x, half_y = (slot.size_frac / 2.0 / side for side in sides_of(summary))
        edges = (slot.x_frac - half_x, slot.x_frac + half_x, slot.y_frac - half_y, slot.y_frac + half_y)
        if not all(-_SLACK_FRAC <= edge <= 1.0 + _SLACK_FRAC for edge in edges):
            yield Objection(message=f"Slot {slot.name} lies outside of the container.", field="slot")
    for first, second in _overlapping(summary):
        yield Objection(message=f"Slots {first.name} and {second.name} overlap.", field="slot")
    try:
        re.compile(summary.barcode_pattern)
    except re.error as error:
        yield Objection(message=f"The barcode pattern is no regular expression: {error}.", field="barcode_pattern")


def sides_of(summary: ContainerTypeSummary) -> tuple[float, float]:
    """Return width and height of a container as fractions of its longer side; a square where nobody measured it."""
    longer = max(summary.width_mm, summary.height_mm)
    return (summary.width_mm / longer, summary.height_mm / longer) if longer else (1.0, 1.0)


def _overlapping(summary: ContainerTypeSummary) -> Iterator[tuple[Slot, Slot]]:
    """Pairs of slots of which one covers the other's middle."""
    width, height = sides_of(summary)
    ordered = sorted(summary.slots, key=lambda slot: slot.x_frac)
    for index, slot in enumerate(ordered):
        for other in ordered[index + 1 :]:
            reach = min(slot.size_frac, other.size_frac) / 2.0
            across = (other.x_frac - slot.x_frac) * width
            if across >= reach:
                break
            if math.hypot(across, (other.y_frac - slot.y_frac) * height) < reach:
                yield slot, other
