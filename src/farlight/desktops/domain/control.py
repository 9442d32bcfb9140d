"""Control of a desktop: one person's at a time, and passed only by what somebody does."""

from farlight.desktops.types import ViewerRole
from farlight.kernel.errors import Objection

LONGEST_REASON = 300


def role_of(*, holds: bool, may_control: bool, may_supervise: bool, is_locked: bool) -> ViewerRole:
    """Return what a viewer is now; who holds control but may not control any more only looks on."""
    if holds and may_control and not is_locked:
        return ViewerRole.OPERATOR
    return ViewerRole.STAFF if may_supervise else ViewerRole.OBSERVER


def objections_to_asking(*, holds: bool, is_over: bool) -> list[Objection]:
    """Return what speaks against asking for control."""
    found = [Objection(message="You have control already.")] if holds else []
    return [*found, *_over(is_over=is_over)]


def objections_to_laying_down(*, holds: bool) -> list[Objection]:
    """Return what speaks against letting go of control."""
    return [] if holds else [Objection(message="You do not have control.")]


def objections_to_giving(
    *, holds: bool, to_may_control: bool, to_has_to_ask: bool, to_name: str, is_over: bool
) -> list[Objection]:
    """Return what speaks against giving control to somebody."""
    found = [] if holds else [Objection(message="You do not have control.", mend="Ask for it.")]
    if not to_may_control:
        found.append(Objection(message=f"{to_name} may not control this session now."))
    elif to_has_to_ask:
        message = f"{to_name} has not asked for control: a second factor is given with the asking."
        found.append(Objection(message=message, mend="Let them press “Ask for control” first.", who=to_name))
    return [*found, *_over(is_over=is_over)]


def objections_to_taking(*, reason: str, is_over: bool) -> list[Objection]:
    """Return what speaks against taking control from whoever has it: staff say why."""
    found = []
    if not reason:
        found.append(Objection(message="There is no reason.", mend="Say why you take control.", field="reason"))
    return [*found, *_too_long(reason), *_over(is_over=is_over)]


def objections_to_locking(*, reason: str, is_locked: bool, lock: bool, is_over: bool) -> list[Objection]:
    """Return what speaks against locking a desktop or opening it again: whoever locks says why."""
    found = []
    if lock is is_locked:
        found.append(Objection(message=f"The desktop is {'locked' if lock else 'open'} already."))
    if lock and not reason:
        found.append(Objection(message="There is no reason.", mend="Say why you lock it.", field="reason"))
    return [*found, *_too_long(reason), *_over(is_over=is_over)]


def _too_long(reason: str) -> list[Objection]:
    return (
        [Objection(message=f"At most {LONGEST_REASON} characters fit.", field="reason")]
        if len(reason) > LONGEST_REASON
        else []
    )


def _over(*, is_over: bool) -> list[Objection]:
    return [Objection(message="The desktop is not open any more.", mend="Start another one.")] if is_over else []
