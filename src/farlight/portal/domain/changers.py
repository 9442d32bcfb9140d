"""How a sample changer is drawn: where everything lies in a picture of 1000 by 1000, and what each sample came to.

Colours are Okabe and Ito's, and every state has a sign of its own, so that nobody needs to tell colours apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from farlight.acquisition.types import Changer, ChangerPosition, Puck
from farlight.samples.types import ContainerTypeSummary, SampleSummary, Slot, SpecimenInside, SpecimenState

SIDE = 1000.0
_GOOD_ANGSTROM = 2.5


class Standing(StrEnum):
    """How far a sample is."""

    EMPTY = "empty"
    WAITS = "waits"
    QUEUED = "queued"
    MOUNTED = "mounted"
    MEASURED = "measured"
    RESULT = "result"
    BEST = "best"
    """Its result reaches 2.5 Å."""

    @property
    def label(self) -> str:
        """The standing, as people say it."""
        return {
            "empty": "no sample",
            "waits": "not measured yet",
            "queued": "in the queue",
            "mounted": "on the goniometer",
            "measured": "measured, no result",
            "result": "has a result",
            "best": f"result to {_GOOD_ANGSTROM:g} Å or better",
        }[self.value]

    @property
    def sign(self) -> str:
        """A letter that stands for it in the drawing."""
        return {"queued": "…", "mounted": "●", "measured": "=", "result": "✓", "best": "★"}.get(self.value, "")


@dataclass(frozen=True, kw_only=True)
class SampleDot:
    """A slot of a puck in the drawing."""

    x: float
    y: float
    r: float
    slot: str
    standing: Standing
    said: str
    """Slot, sample and standing, in words."""


@dataclass(frozen=True, kw_only=True)
class PuckDrawing:
    """A position of the changer in the drawing, with the puck in it."""

    name: str
    """Of the position."""
    x: float
    y: float
    r: float
    x_frac: float
    y_frac: float
    puck: Puck | None
    dots: tuple[SampleDot, ...]
    said: str
    """Position and puck, in words."""


@dataclass(frozen=True, kw_only=True)
class SampleFacts:
    """What is known of the samples of a session, by their codes."""

    runs: Mapping[str, int]
    queued: frozenset[str]
    resolutions_angstrom: Mapping[str, float | None]
    """Of the best result; None where nobody can tell it."""


def standing_of(specimen: SpecimenInside | None, facts: SampleFacts) -> Standing:
    """Return how far a physical piece is; what it came to counts more than where it is."""
    if specimen is None:
        return Standing.EMPTY
    return sample_standing(specimen.sample, specimen.state, facts)


def sample_standing(code: str, state: SpecimenState, facts: SampleFacts) -> Standing:
    """Return how far a sample is."""
    if state is SpecimenState.MOUNTED:
        return Standing.MOUNTED
    if code in facts.resolutions_angstrom:
        resolution_angstrom = facts.resolutions_angstrom[code]
        is_good = resolution_angstrom is not None and resolution_angstrom <= _GOOD_ANGSTROM
        return Standing.BEST if is_good else Standing.RESULT
    if code in facts.queued:
        return Standing.QUEUED
    return Standing.MEASURED if facts.runs.get(code) else Standing.WAITS


def box_of(layout: ContainerTypeSummary) -> tuple[float, float]:
    """Return width and height of a drawing, the longer one 1000; a square where nobody measured."""
    longer_mm = max(layout.width_mm, layout.height_mm)
    if min(layout.width_mm, layout.height_mm) <= 0:
        return SIDE, SIDE
    return layout.width_mm / longer_mm * SIDE, layout.height_mm / longer_mm * SIDE


def drawing_of(changer: Changer, facts: SampleFacts) -> tuple[PuckDrawing, ...]:
    """Return every position of a changer, ready to be drawn."""
    box = box_of(changer.layout)
    return tuple(_position(position, box, facts) for position in changer.positions)


def _position(position: ChangerPosition, box: tuple[float, float], facts: SampleFacts) -> PuckDrawing:
    slot, puck = position.slot, position.puck
    x, y, r = slot.x_frac * box[0], slot.y_frac * box[1], slot.size_frac * SIDE / 2
    dots = tuple(_dot(x, y, r, place.slot, place.specimen, facts) for place in puck.places) if puck else ()
    return PuckDrawing(
        name=slot.name,
        x=x,
        y=y,
        r=r,
        x_frac=slot.x_frac,
        y_frac=slot.y_frac,
        puck=puck,
        dots=dots,
        said=_said(slot, puck),
    )


def _dot(x: float, y: float, r: float, slot: Slot, specimen: SpecimenInside | None, facts: SampleFacts) -> SampleDot:
    standing = standing_of(specimen, facts)
    name = f"{specimen.sample_name}, " if specimen else ""
    return SampleDot(
        x=x + (slot.x_frac - 0.5) * 2 * r,
        y=y + (slot.y_frac - 0.5) * 2 * r,
        r=slot.size_frac * r,
        slot=slot.name,
        standing=standing,
        said=f"{slot.name}: {name}{standing.label}",
    )


def _said(slot: Slot, puck: Puck | None) -> str:
    if puck is None:
        return f"Position {slot.name}: free"
    if not puck.code:
        return f"Position {slot.name}: {puck.name}"
    many = puck.specimens
    return f"Position {slot.name}: {puck.name}, {many} sample{'' if many == 1 else 's'}"


def worth_a_line(samples: list[SampleSummary], facts: SampleFacts) -> list[tuple[SampleSummary, Standing]]:
    """Return a session's samples with their standings, for a table beside the drawing."""
    return [(sample, sample_standing(sample.code, sample.state, facts)) for sample in samples]
