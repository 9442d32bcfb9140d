"""People hear by mail what happens to their accounts."""

from farlight.bus.public import subscribe
from farlight.kernel.time import utc_now
from farlight.mail.services.account_news import WORDS, send_invitation, tell_of_change, tell_of_end
from farlight.people.events import (
    FactorAdded,
    FactorRemoved,
    FactorsReset,
    InvitationMade,
    PasswordChanged,
    RecoveryCodesMade,
    RecoveryCodeUsed,
    TokenEnding,
)


@subscribe(InvitationMade)
def invite_by_mail(event: InvitationMade) -> None:
    """Somebody is asked to take an account."""
    send_invitation(code=event.code, now=utc_now())


@subscribe(FactorAdded)
def tell_of_new_factor(event: FactorAdded) -> None:
    """A second factor more opens the account."""
    what = f"A second factor was added to your account: {WORDS[event.factor]}."
    tell_of_change(person=event.person, what=what, code=event.code, now=utc_now())


@subscribe(FactorRemoved)
def tell_of_removed_factor(event: FactorRemoved) -> None:
    """A second factor does not count any more."""
    what = f"Your account has lost a second factor: {WORDS[event.factor]} was removed."
    tell_of_change(person=event.person, what=what, code=event.code, now=utc_now())


@subscribe(FactorsReset)
def tell_of_reset(event: FactorsReset) -> None:
    """All second factors were taken away."""
    what = "All second factors of your account were taken away, and you were signed out everywhere."
    tell_of_change(person=event.person, what=what, code=event.code, now=utc_now())


@subscribe(RecoveryCodesMade)
def tell_of_new_codes(event: RecoveryCodesMade) -> None:
    """There are new recovery codes."""
    what = "New recovery codes were made for your account; older ones do not count any more."
    tell_of_change(person=event.person, what=what, code=event.code, now=utc_now())


@subscribe(RecoveryCodeUsed)
def tell_of_used_code(event: RecoveryCodeUsed) -> None:
    """Somebody came in with a recovery code."""
    what = f"A recovery code opened your account; {event.left} are left."
    tell_of_change(person=event.person, what=what, code=event.code, now=utc_now())


@subscribe(TokenEnding)
def tell_of_ending_token(event: TokenEnding) -> None:
    """A key of a program is soon over."""
    tell_of_end(person=event.person, code=event.code, now=utc_now())


@subscribe(PasswordChanged)
def tell_of_password(event: PasswordChanged) -> None:
    """The account has another password."""
    what = "The password of your account was changed."
    tell_of_change(person=event.person, what=what, code=event.code, now=utc_now())
