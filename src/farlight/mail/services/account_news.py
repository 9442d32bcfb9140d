"""Mails about accounts: invitations, and changes of what opens them."""

from datetime import datetime

from farlight.mail.services.writing import write_mails
from farlight.mail.types import Letter
from farlight.people.public import invitation_with, person_named

SECURITY_PAGE = "/account/security/"
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
