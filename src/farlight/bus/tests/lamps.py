"""Events and handlers of a world of lamps; handlers are found by name, so they stand in a module of their own."""

from dataclasses import dataclass

from farlight.bus.models import Stream
from farlight.kernel.events import Event

seen = []
"""What ``note_lamp`` was told."""

fuses = {"blown": False}
"""While it is blown, ``light_hall`` fails."""


@dataclass(frozen=True)
class Bulb:
    """A part of a lamp."""

    power_w: float
    colours: tuple[str, ...] = ()


class LampSwitchedOn(Event):
    """A lamp shines."""

    session: str
    lamp: int
    bulb: Bulb | None = None


class SpareLampSwitchedOn(LampSwitchedOn):
    """Another one shines instead."""


class MainsFailed(Event):
    """An event of the whole facility."""


def note_lamp(event):
    seen.append(event)


def light_hall(event):
    """Do something in the database, then fail while the fuse is blown."""
    Stream.objects.create(code=f"hall-{event.lamp}")
    if fuses["blown"]:
        raise RuntimeError("the fuse is blown")


def cut_short(event):
    """What a worker that is told to stop does."""
    raise KeyboardInterrupt
