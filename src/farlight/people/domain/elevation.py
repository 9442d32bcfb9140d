"""For how long what somebody proved counts."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from farlight.kernel.errors import Objection
from farlight.people.types import Credential, FactorKind, StepUpAction

STEP_UP = timedelta(minutes=15)
"""So long after a factor was given in a login it opens what asks for one."""

CONFIRM_PAGE = "/account/confirm/"
FACTOR_PAGE = "/account/confirm/?for=factor"
"""The same page, where a password is not enough."""
SECURITY_PAGE = "/account/security/"

SET_UP_FIRST = Objection(
    message="Your role needs a second factor, and your account has none.",
    mend="Set one up: a passkey, or an app that shows codes.",
    link=SECURITY_PAGE,
)

SAY_AGAIN = Objection(
    message="What you make here lasts longer than your login.",
    mend="Say again who you are; you come back here.",
    link=CONFIRM_PAGE,
    comes_back=True,
)

_ELSEWHERE = {"elsewhere": "an account elsewhere", "elsewhere_factor": "an account elsewhere with a second factor"}


def until(given_at: datetime | None, *, now: datetime) -> datetime | None:
    """Return until when a factor that was given at a moment counts; None when it does not count any more."""
    if given_at is None or given_at > now or now >= given_at + STEP_UP:
        return None
    return given_at + STEP_UP


def objections_to_step_up(
    action: StepUpAction,
    *,
    came_with: Credential,
    has_factor: bool,
    elsewhere: Sequence[str] = (),
    elevated_until: datetime | None,
) -> tuple[Objection, ...]:
    """What stands in the way of something that asks for a fresh second factor.

    Parameters
    ----------
    action : StepUpAction
        What is to be done.
    came_with : Credential
        Where the person came in: a token has no second factor, SSH asks for it only at the beginning.
    has_factor : bool
        Whether the account has one here.
    elsewhere : sequence of str
        Names of the providers that can ask this person for one; what they say counts as long as what is given here.
    elevated_until : datetime or None
        Until when the factor that was given last counts; None when none does.
    """
    if elevated_until is not None:
        return ()
    what = f"{action.label[:1].upper()}{action.label[1:]} needs a second factor"
    minutes = int(STEP_UP.total_seconds()) // 60
    if came_with.token:
        mend = "Do it in the browser: a token cannot give one."
        return (Objection(message=f"{what}.", mend=mend, link=CONFIRM_PAGE if has_factor else FACTOR_PAGE),)
    if not has_factor and not elsewhere:
        return (Objection(message=f"{what}, and your account has none.", mend="Set one up.", link=SECURITY_PAGE),)
    message, there = f"{what} that was given within {minutes} minutes.", " or ".join(elsewhere)
    if came_with.is_ssh:
        return (Objection(message=message, mend=_MEND_BY_SSH if has_factor else _mend_by_certificate(there)),)
    mend, link = "Give it; you come back here.", CONFIRM_PAGE
    if not has_factor:
        mend, link = f"Sign on at {there} again, with it; you come back here.", FACTOR_PAGE
    return (Objection(message=message, mend=mend, link=link, comes_back=True),)


_MEND_BY_SSH = "Connect again with a code, or with a certificate made just now."


def _mend_by_certificate(there: str) -> str:
    """What to do by SSH for who has no factor here: no code of theirs is known to the gateway."""
    return f"Sign on at {there} again in the browser, make a certificate there, and connect with it."


def words_for_proof(kind: str) -> str:
    """Return what was given, as people say it."""
    if kind in _ELSEWHERE:
        return _ELSEWHERE[kind]
    return FactorKind(kind).label if kind in set(FactorKind) else kind
