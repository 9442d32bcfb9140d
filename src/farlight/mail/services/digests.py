"""The day's digest: one mail with all that could wait."""

from datetime import datetime

from django.db import transaction

from farlight.bus.public import publish
from farlight.kernel.ids import new_opaque_id
from farlight.mail.adapters.links import whole_address
from farlight.mail.events import MailsWritten
from farlight.mail.models import Mail
from farlight.mail.services.writing import words_for
from farlight.mail.types import Letter, MailState
from farlight.people.public import addressees_with
from farlight.people.types import Addressee


def write_due_digests(*, now: datetime) -> int:
    """Write the digests whose hour has come; return how many. Two workers at once write each once."""
    due = Mail.objects.filter(state=MailState.GATHERING.value, due_at__lte=now).order_by()
    people = sorted(set(due.values_list("person_id", flat=True)))
    return sum(_write_digest(person, now=now) for person in people)


@transaction.atomic
def _write_digest(person_id: int, *, now: datetime) -> bool:
    rows = Mail.objects.select_for_update(no_key=True).filter(person_id=person_id, state=MailState.GATHERING.value)
    mails = list(rows.filter(due_at__lte=now).order_by("pk"))
    if not mails:
        return False
    gathered = Mail.objects.filter(pk__in=[mail.pk for mail in mails])
    person = next(iter(addressees_with([person_id])), None)
    if person is None:
        gathered.update(state=MailState.DROPPED.value, due_at=None)
        return False
    digest = _digest_of(mails, person, now=now)
    gathered.update(state=MailState.GATHERED.value, due_at=None, digest=digest)
    publish(MailsWritten(cause=digest.cause, template="digest", people=(person.username,)))
    return True


def _digest_of(mails: list[Mail], person: Addressee, *, now: datetime) -> Mail:
    items = [{"subject": m.subject, "gist": m.gist, "link": whole_address(m.link)} for m in mails]
    letter = Letter(cause=f"digest:{mails[-1].code}", template="digest", facts={"mails": items})
    words = words_for(letter, person)
    return Mail.objects.create(
        code=new_opaque_id("m-"),
        cause=letter.cause,
        person_id=person.id,
        template="digest",
        subject=words.subject,
        gist=words.gist,
        text=words.text,
        html=words.html,
        state=MailState.WAITING.value,
        written_at=now,
        due_at=now,
    )
