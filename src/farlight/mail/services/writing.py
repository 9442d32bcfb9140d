"""Writing mails: one for each cause and person."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from farlight.bus.public import publish
from farlight.kernel.ids import new_opaque_id
from farlight.mail.adapters.links import settings_path, whole_address
from farlight.mail.adapters.texts import WrittenText, written
from farlight.mail.domain.states import first_state
from farlight.mail.domain.timing import next_digest
from farlight.mail.events import MailsWritten
from farlight.mail.models import Mail
from farlight.mail.queries import paces_of
from farlight.mail.types import Letter, MailState, Pace
from farlight.people.public import addressees_with
from farlight.people.types import Addressee


@transaction.atomic
def write_mails(*, letter: Letter, to: Collection[int], now: datetime) -> int:
    """Write a letter to some people, named by their keys; return to how many.

    Locked accounts get none, and nobody gets a second one of the same cause, however often this is asked for.

    Raises
    ------
    django.template.TemplateDoesNotExist, django.template.TemplateSyntaxError
        When a text is missing or cannot be read.
    """
    have = set(Mail.objects.filter(cause=letter.cause, person_id__in=to).values_list("person_id", flat=True))
    people = addressees_with(set(to) - have)
    paces = paces_of([person.id for person in people])
    rows = [_row(letter, person, paces[person.id], now=now) for person in people]
    if not rows:
        return 0
    Mail.objects.bulk_create(rows)
    names = tuple(person.username for person in people)
    publish(MailsWritten(cause=letter.cause, template=letter.template, people=names))
    return len(rows)


def _row(letter: Letter, person: Addressee, pace: Pace, *, now: datetime) -> Mail:
    words = words_for(letter, person)
    state = first_state(pace, needs_person=letter.needs_person)
    return Mail(
        code=new_opaque_id("m-"),
        cause=letter.cause,
        person_id=person.id,
        template=letter.template,
        thread=letter.thread,
        subject=words.subject,
        gist=words.gist,
        text=words.text,
        html=words.html,
        link=letter.link,
        needs_person=letter.needs_person,
        state=state.value,
        written_at=now,
        due_at=due_in(state, person, now=now),
    )


def due_in(state: MailState, person: Addressee, *, now: datetime) -> datetime | None:
    """Return when a new mail is to be looked at: at once, in the person's next morning, or never."""
    if state is MailState.GATHERING:
        return next_digest(now, ZoneInfo(zone_of(person)), at_hour=settings.DEPLOYMENT.mail.digest_hour)
    return now if state is MailState.WAITING else None


def zone_of(person: Addressee) -> str:
    """Return the zone that a person lives in: what the account says, or the facility's."""
    return person.time_zone or settings.TIME_ZONE


def words_for(letter: Letter, person: Addressee) -> WrittenText:
    """Write a letter to a person."""
    facts = {
        **letter.facts,
        "person": person.full_name,
        "facility": settings.DEPLOYMENT.mail.facility,
        "link": whole_address(letter.link),
        "link_word": letter.link_word,
        "settings_link": whole_address(settings_path(person.id)),
    }
    return written(letter.template, facts, zone=zone_of(person))
