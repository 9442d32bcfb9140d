"""Choosing how often mails come."""

from django.db import transaction

from farlight.bus.public import publish
from farlight.mail.events import PaceChosen
from farlight.mail.models import Preference
from farlight.mail.queries import pace_of
from farlight.mail.types import Pace
from farlight.people.types import Actor


@transaction.atomic
def choose_pace(*, person: Actor, pace: Pace) -> None:
    """Let mails to a person come so often from now on; nothing happens when they do already."""
    if pace_of(person) is pace:
        return
    Preference.objects.update_or_create(person_id=person.pk, defaults={"pace": pace.value})
    publish(PaceChosen(person=person.username, pace=pace.value), by=person.username)
