"""Where a desktop may go from where."""

from collections.abc import Mapping

from farlight.desktops.types import DesktopState
from farlight.kernel.errors import Conflict

STEPS: Mapping[DesktopState, tuple[DesktopState, ...]] = {
    DesktopState.ASKED: (DesktopState.RUNNING, DesktopState.CLOSING, DesktopState.FAILED),
    DesktopState.RUNNING: (DesktopState.CLOSING, DesktopState.FAILED),
    DesktopState.CLOSING: (DesktopState.CLOSED,),
    DesktopState.CLOSED: (),
    DesktopState.FAILED: (),
}


def refuse_step(old: DesktopState, new: DesktopState) -> None:
    """See that a desktop may go on so.

    Raises
    ------
    Conflict
        When it may not.
    """
    if new not in STEPS[old]:
        raise Conflict(f"The desktop is {old}; it cannot become {new}.")
