"""Where the slots of containers are."""

import re
from dataclasses import dataclass

from farlight.samples.types.words import Outline

_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_COUNTED = re.compile(r"(?P<well>[a-z]+\d+)[-._ ]d?(?P<drop>\d)\Z")


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A place in a container. Coordinates are fractions of a unit box about the container: x to the right, y down."""

    name: str
    """What is engraved beside it."""
    position: int
    """Its number in the order of the type, from 1: what robots count by."""
    x_frac: float
    y_frac: float
    size_frac: float
    """Diameter, or the shorter side, as a fraction of the longer side of the container."""
    row: int
    """Ring from the middle, or row from the top, from 0: the order of keys in a drawing."""
    accepts: tuple[str, ...]
    """Mounts, container types and form factors that fit; empty when anything does."""


@dataclass(frozen=True, kw_only=True)
class ContainerTypeSummary:
    """A sort of container, with the place of every slot."""

    code: str
    version: int
    title: str
    outline: Outline
    width_mm: float
    height_mm: float
    """Of the drawing: their ratio counts, and the note says where they were measured; 0 for a square."""
    form_factor: str
    """What it looks like to the slot that it goes into; different types may share one."""
    requires_cryo: bool
    is_deprecated: bool
    barcode_pattern: str
    """Regular expression that a container's own code matches; empty when anything may."""
    rotations: tuple[int, ...]
    """By how many slots of each ring somebody may turn it by mistake without seeing it; empty when keyed."""
    slots: tuple[Slot, ...]
    note: str = ""
    """Where the numbers come from."""

    @property
    def capacity(self) -> int:
        """How many slots it has. Never a way to tell types apart."""
        return len(self.slots)

    def slot_named(self, name: str) -> Slot | None:
        """Return the slot with a name, whatever its capitals; zeros before a number do not count.

        The drops of a well are found by their letters (``A1c``) and by counting them (``A1-2``, ``a01.2``).
        """
        wanted = _ZEROS.sub("", name.strip().casefold())
        found = next((slot for slot in self.slots if slot.name.casefold() == wanted), None)
        counted = _COUNTED.match(wanted)
        if found is None and counted:
            drops = [slot for slot in self.slots if slot.name[:-1].casefold() == counted["well"]]
            number = int(counted["drop"])
            return drops[number - 1] if 1 <= number <= len(drops) else None
        return found
