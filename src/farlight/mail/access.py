"""The way to mails: one's own, and everybody's for those who look after accounts."""

from django.db.models import Q, QuerySet

from farlight.kernel.errors import NotFound
from farlight.kernel.ids import OPAQUE_CODE
from farlight.mail.models import Mail
from farlight.people.public import keeps_accounts
from farlight.people.types import Actor


def own_mails(person: Actor) -> QuerySet[Mail]:
    """Mails to the person, newest first."""
    return Mail.objects.filter(person_id=person.pk).select_related("person")


def all_mails(person: Actor) -> QuerySet[Mail]:
    """Mails to anybody, newest first, for those who look after accounts.

    Raises
    ------
    NotFound
        For everybody else: they cannot tell that there is such a list.
    """
    if not keeps_accounts(person):
        raise NotFound
    return Mail.objects.select_related("person")


def visible_mails(person: Actor) -> QuerySet[Mail]:
    """All mails that the person may read."""
    everything = Mail.objects.select_related("person")
    return everything if keeps_accounts(person) else everything.filter(person_id=person.pk)


def mail_for(person: Actor, code: str) -> Mail:
    """Return a mail that the person may read.

    Raises
    ------
    NotFound
        When there is none, or it is to somebody else.
    """
    row = visible_mails(person).filter(code=code).first() if OPAQUE_CODE.fullmatch(code) else None
    if row is None:
        raise NotFound
    return row


def undelivered_mail_for(person: Actor, code: str) -> Mail:
    """Return a mail that was not delivered, for whoever looks after accounts.

    Raises
    ------
    NotFound
        When there is none, or the person does not look after accounts.
    """
    row = all_mails(person).filter(code=code).first() if OPAQUE_CODE.fullmatch(code) else None
    if row is None:
        raise NotFound
    return row


def fitting(rows: QuerySet[Mail], words: str, states: tuple[str, ...]) -> QuerySet[Mail]:
    """Those of some mails whose subject or addressee holds every word, in any of the states; all states when none."""
    for word in words.split():
        named = Q(person__given_name__icontains=word) | Q(person__family_name__icontains=word)
        rows = rows.filter(named | Q(subject__icontains=word) | Q(person__email__icontains=word))
    return rows.filter(state__in=states) if states else rows
