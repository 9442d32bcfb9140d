"""A container as it is drawn: where each slot is, and how what lies in it looks without telling it by colour alone."""

from dataclasses import dataclass

from farlight.samples.types import (
    ContainerContents,
    ContainerTypeSummary,
    Outline,
    Slot,
    SlotContents,
    SpecimenState,
)

SIDE = 1000.0
"""Length of the longer side of a drawing, in its own units."""
MARGIN = 14.0
SHORT = 2
"""Names of so many signs are written large."""
_SIGNS = {"empty": "", "coming": "clock", "here": "circle-dot", "measured": "check", "gone": "arrow-right", "bad": "x"}
_LOOKS = {
    "coming": (
        SpecimenState.DECLARED,
        SpecimenState.APPROVED,
        SpecimenState.PACKED,
        SpecimenState.IN_TRANSIT,
    ),
    "here": (
        SpecimenState.ON_SITE,
        SpecimenState.STORED,
        SpecimenState.LOADED,
        SpecimenState.MOUNTED,
        SpecimenState.UNLOADED,
    ),
    "measured": (SpecimenState.MEASURED,),
    "gone": (SpecimenState.RETURNING, SpecimenState.RETURNED, SpecimenState.DISPOSED, SpecimenState.CONSUMED),
    "bad": (SpecimenState.REFUSED, SpecimenState.LOST, SpecimenState.DAMAGED),
}
LOOK_OF = {state: look for look, states in _LOOKS.items() for state in states}
LOOK_WORDS = {
    "empty": "empty",
    "coming": "not here yet",
    "here": "at the facility",
    "measured": "measured",
    "gone": "gone back, used up or disposed of",
    "bad": "refused, lost or damaged",
}
"""What each look means, for the key beside the drawing."""


@dataclass(frozen=True, kw_only=True)
class DrawnSlot:
    """A slot of a drawing."""

    name: str
    position: int
    row: int
    x: float
    y: float
    """Its middle."""
    radius: float
    """Of a round one; half of the side of a square one."""
    look: str
    sign: str
    """Name of the sign in the sprite; empty for none."""
    words: str
    """What lies there, in words: ``5: lyso-05, measured``."""
    sample: str = ""
    """Code of the sample that lies there."""
    container: str = ""
    """Code of the container that lies there."""
    title: str = ""
    """Name of what lies there."""
    acronym: str = ""
    state: str = ""
    hazard: str = ""

    @property
    def address(self) -> str:
        """Where a click leads: to what lies there, else to the slot's line in the list."""
        if self.sample:
            return f"/samples/{self.sample}/"
        return f"/containers/{self.container}/" if self.container else f"#slot-{self.name}"

    @property
    def text_size(self) -> float:
        """Of the name; smaller where it is long."""
        return round(self.radius * (0.8 if len(self.name) <= SHORT else 0.55), 1)

    @property
    def text_y(self) -> float:
        """Base line of the name."""
        return self.y - self.radius * 0.04 if self.sign else self.y + self.text_size * 0.36

    @property
    def sign_size(self) -> float:
        """Side of the sign."""
        return round(self.radius * 0.66, 1)

    @property
    def sign_x(self) -> float:
        """Left edge of the sign."""
        return self.x - self.sign_size / 2

    @property
    def sign_y(self) -> float:
        """Upper edge of the sign."""
        return self.y + self.radius * 0.16


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A container, ready to be drawn."""

    across: float
    down: float
    """Its size, in its own units."""
    is_round: bool
    slots: tuple[DrawnSlot, ...]

    @property
    def centre_x(self) -> float:
        """Half of its size across."""
        return self.across / 2

    @property
    def centre_y(self) -> float:
        """Half of its size down."""
        return self.down / 2

    @property
    def view_box(self) -> str:
        """Of the SVG."""
        return f"{-MARGIN:g} {-MARGIN:g} {self.across + 2 * MARGIN:g} {self.down + 2 * MARGIN:g}"

    @property
    def taken(self) -> int:
        """How many slots something lies in."""
        return sum(slot.look != "empty" for slot in self.slots)

    @property
    def looks(self) -> list[tuple[str, str, str]]:
        """The looks that there are: name, sign, words."""
        there = {slot.look for slot in self.slots}
        return [(look, _SIGNS[look], words) for look, words in LOOK_WORDS.items() if look in there]


def drawn(container: ContainerTypeSummary, contents: ContainerContents | None) -> Drawing:
    """Lay out a container with what lies in it.

    Parameters
    ----------
    container
        Its type, by the version that the container follows.
    contents
        What lies in it; None for a drawing of the type alone.
    """
    longer = max(container.width_mm, container.height_mm) or 1.0
    across = SIDE * (container.width_mm / longer if container.width_mm else 1.0)
    down = SIDE * (container.height_mm / longer if container.height_mm else 1.0)
    taken = {one.slot: one for one in contents.slots} if contents else {}
    return Drawing(
        across=across,
        down=down,
        is_round=container.outline is Outline.CIRCLE,
        slots=tuple(_slot(slot, taken.get(slot.name), across, down) for slot in container.slots),
    )


def _slot(slot: Slot, inside: SlotContents | None, across: float, down: float) -> DrawnSlot:
    look, title, acronym, state = _inside(inside)
    said = [title or "empty", acronym, state]
    specimen = inside.specimen if inside else None
    return DrawnSlot(
        name=slot.name,
        position=slot.position,
        row=slot.row,
        x=round(slot.x_frac * across, 1),
        y=round(slot.y_frac * down, 1),
        radius=round(slot.size_frac * SIDE / 2, 1),
        look=look,
        sign=_SIGNS[look],
        words=f"{slot.name}: {', '.join(word for word in said if word)}",
        sample=specimen.sample if specimen else "",
        container=inside.container.code if inside and inside.container else "",
        title=title,
        acronym=acronym,
        state=state,
        hazard=specimen.hazard.value if specimen and specimen.hazard else "",
    )


def _inside(inside: SlotContents | None) -> tuple[str, str, str, str]:
    """Look, name, acronym and state of what lies in a slot."""
    if inside is None:
        return "empty", "", "", ""
    if inside.container is not None:
        looks = {LOOK_OF[piece.state] for piece in inside.container.specimens()}
        look = next((one for one in ("bad", "coming", "here", "measured", "gone") if one in looks), "here")
        return look, inside.container.name, "", f"{len(inside.container.slots)} inside"
    piece = inside.specimen
    if piece is None:
        return "empty", "", "", ""
    return LOOK_OF[piece.state], piece.sample_name, piece.acronym, piece.state.label
