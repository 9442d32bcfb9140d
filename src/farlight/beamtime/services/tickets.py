"""Tickets: what stands in the address of a channel that a browser opens without any headers of ours.

A ticket opens one channel for one person, once, and within seconds: in a log, or over a shoulder, it is worth nothing.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from farlight.beamtime.models import Ticket
from farlight.beamtime.types import SessionSummary, ShownTicket
from farlight.kernel.time import counts_still
from farlight.people.public import actor_with
from farlight.people.types import Actor, Credential

TICKET_VALID = timedelta(seconds=15)
_LENGTH_BYTES = 24
_KEPT = timedelta(minutes=1)


@transaction.atomic
def give_ticket(*, session: SessionSummary, person: Actor, credential: Credential, opens: str, now: datetime) -> str:
    """Return a new ticket for a channel. Whoever gives one has asked ``may``; the channel asks again when it opens."""
    text = secrets.token_urlsafe(_LENGTH_BYTES)
    Ticket.objects.filter(ends_at__lt=now - _KEPT).delete()
    Ticket.objects.create(
        digest=_digest_of(text),
        session_id=session.id,
        person_id=person.pk,
        opens=opens,
        login=credential.login,
        token=credential.token,
        ends_at=now + TICKET_VALID,
    )
    return text


@transaction.atomic
def take_ticket(*, text: str, opens: str, now: datetime) -> ShownTicket | None:
    """Use a ticket up, and return what it says; None when it is unknown, used, over, or for another channel."""
    row = Ticket.objects.select_related("session").filter(digest=_digest_of(text)).first()
    if row is None or not Ticket.objects.filter(pk=row.pk).delete()[0]:
        return None
    person = actor_with(row.person_id)
    if person is None or row.opens != opens or not counts_still(row.ends_at - TICKET_VALID, TICKET_VALID, now=now):
        return None
    credential = Credential(login=row.login, token=row.token)
    return ShownTicket(session=row.session.code, person=person, credential=credential)


def _digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
