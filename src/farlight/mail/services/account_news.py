"""Mails about accounts: invitations, and changes of what opens them."""

from datetime import datetime

from farlight.mail.services.writing import write_mails
from farlight.mail.types import Letter
from farlight.people.public import invitation_with, person_named, token_called

SECURITY_PAGE = "/account/security/"
TOKENS_PAGE = "/account/tokens/"
MACHINES_PAGE = "/machines/"
WORDS = {
    "one_time_codes": "an app that shows codes",
    "passkey": "a passkey",
}


def send_invitation(*, code: str, now: datetime) -> None:
    """Ask somebody by mail to take the account that was made for them."""
    invitation = invitation_with(code)
    if invitation is None:
        return
    letter = Letter(
        cause=f"invitation {code}",
        template="invitation",
        facts={
            "by": invitation.by_name,
            "joins": invitation.joins,
            "login": invitation.username,
            "until": invitation.expires_at,
        },
        link=invitation.link,
        link_word="Choose your password",
        needs_person=True,
    )
    write_mails(letter=letter, to=[invitation.person_id], now=now)


def tell_of_change(*, person: str, what: str, code: str, now: datetime) -> None:
    """Tell somebody that what opens their account changed."""
    owner = person_named(person)
    if owner is None:
        return
    letter = Letter(
        cause=f"account changed {code} {what}"[:200],
        template="account_changed",
        facts={"what": what},
        link=SECURITY_PAGE,
        link_word="See what opens it",
        needs_person=True,
    )
    write_mails(letter=letter, to=[owner.pk], now=now)


def tell_of_end(*, person: str, code: str, now: datetime) -> None:
    """Tell somebody that a key of a program of theirs, or of their beamline's, is soon over."""
    owner, token = person_named(person), token_called(code)
    if owner is None or token is None or token.revoked_at is not None:
        return
    beamline = token.person.machine_of
    letter = Letter(
        cause=f"token ends {code}",
        template="token_ending",
        facts={"label": token.label, "beamline": beamline, "until": token.expires_at},
        link=MACHINES_PAGE if beamline else TOKENS_PAGE,
        link_word="Make a new one",
        needs_person=True,
    )
    write_mails(letter=letter, to=[owner.pk], now=now)
