"""What happens with desktops."""

from farlight.kernel.events import Event


class DesktopChanged(Event):
    """A desktop was asked for, waits for something, runs, is locked, closes, or has ended."""

    session: str
    desktop: str
    name: str
    state: str
    locked: bool
    reason: str
    waits: str


class ControlAsked(Event):
    """Somebody asks for control of a desktop."""

    session: str
    desktop: str
    person: str


class ControlPassed(Event):
    """Control of a desktop has another holder.

    ``holder`` is empty when nobody has it any more. ``how``: started, picked up, given, taken, laid down or ended.
    """

    session: str
    desktop: str
    before: str
    holder: str
    how: str
    reason: str


class DesktopViewersChanged(Event):
    """Who has a desktop open: names, in order of the alphabet."""

    session: str
    desktop: str
    watching: tuple[str, ...]
