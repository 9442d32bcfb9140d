"""Sending: what is due goes to the mail server, with pauses between attempts.

No transaction is open while the server is spoken to. A mail that goes out is lent to one worker first; when that dies,
another tries again. A mail may so arrive twice in the worst case, under one Message-ID, but never not at all.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from farlight.bus.public import publish
from farlight.kernel.errors import Conflict, Unavailable
from farlight.mail.adapters.links import host_of_site, settings_path, whole_address
from farlight.mail.adapters.smtp import Answer, Envelope, Line, Reply
from farlight.mail.domain.states import states_before
from farlight.mail.domain.timing import has_been_tried_enough, pause_after
from farlight.mail.events import MailNotDelivered, MailPutOff, MailSent, MailSentAgain
from farlight.mail.models import Mail
from farlight.mail.services.digests import write_due_digests
from farlight.mail.types import MailState
from farlight.people.types import Actor

log = logging.getLogger(__name__)

LENT_FOR = timedelta(minutes=10)
AT_MOST = 20
"""Mails that one round sends: the worker has other things to do."""


def keep_mails_going(*, now: datetime) -> int:
    """Write digests whose hour has come, send what is due, forget what is old; return how many were sent."""
    write_due_digests(now=now)
    _forget_old(now=now)
    if not settings.DEPLOYMENT.mail.host:
        _keep_waiting()
        return 0
    due = list(_due(now).values_list("pk", flat=True)[:AT_MOST])
    return _send_all([pk for pk in due if _lend(pk, now=now)], now=now) if due else 0


def _due(now: datetime) -> QuerySet[Mail]:
    return Mail.objects.filter(state=MailState.WAITING.value, due_at__lte=now).order_by("due_at", "pk")


def _lend(pk: int, *, now: datetime) -> bool:
    """Take a mail for ourselves for a while; False when another worker was faster."""
    return bool(_due(now).filter(pk=pk).update(due_at=now + LENT_FOR))


def _keep_waiting() -> None:
    """Without a mail server, mails are read in Farlight."""
    waiting = Mail.objects.filter(state=MailState.WAITING.value)
    waiting.update(state=MailState.KEPT.value, due_at=None)


def _send_all(mails: list[int], *, now: datetime) -> int:
    sent = 0
    with Line() as line:
        for number, pk in enumerate(mails):
            mail = Mail.objects.select_related("person").get(pk=pk)
            try:
                reply = line.send(_envelope(mail)) if mail.person.is_active else None
            except Unavailable as error:
                log.warning("%s", error.message)
                for other in mails[number:]:
                    note_reply(other, Reply(answer=Answer.PUT_OFF, reason=error.message), now=now)
                break
            if reply is None:
                _drop(pk)
            else:
                note_reply(pk, reply, now=now)
                sent += reply.answer is Answer.TAKEN
    return sent


def _envelope(mail: Mail) -> Envelope:
    host = host_of_site()
    return Envelope(
        message_id=f"<{mail.code}@{host}>",
        name=mail.person.full_name,
        address=mail.person.email,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        unsubscribe=whole_address(settings_path(mail.person_id)),
        thread_id=f"<{mail.thread}@{host}>" if mail.thread else "",
    )


def _drop(pk: int) -> None:
    Mail.objects.filter(pk=pk, state=MailState.WAITING.value).update(state=MailState.DROPPED.value, due_at=None)


@transaction.atomic
def note_reply(pk: int, reply: Reply, *, now: datetime) -> None:
    """Note what the mail server made of a mail, and when it is tried again."""
    mail = Mail.objects.select_related("person").select_for_update(of=("self",), no_key=True).get(pk=pk)
    if mail.state != MailState.WAITING.value:
        return
    mail.attempts += 1
    mail.reason = reply.reason
    if reply.answer is Answer.TAKEN:
        mail.state, mail.sent_at, mail.due_at, mail.address = MailState.SENT.value, now, None, mail.person.email
        publish(MailSent(mail=mail.code, person=mail.person.username))
    elif reply.answer is Answer.REFUSED or has_been_tried_enough(mail.attempts):
        mail.state, mail.due_at = MailState.UNDELIVERABLE.value, None
        publish(MailNotDelivered(mail=mail.code, person=mail.person.username, reason=reply.reason))
    else:
        mail.due_at = now + pause_after(mail.attempts)
        if mail.attempts == 1:
            publish(MailPutOff(mail=mail.code, person=mail.person.username, reason=reply.reason))
    mail.save(update_fields=["attempts", "reason", "state", "sent_at", "due_at", "address"])


@transaction.atomic
def send_again(*, mail: Mail, by: Actor, now: datetime) -> None:
    """Let a mail be tried again that was kept or not delivered.

    Raises
    ------
    Conflict
        When it is under way, was sent, or there is no mail server.
    """
    if not settings.DEPLOYMENT.mail.host:
        raise Conflict("There is no mail server: the settings name none.")
    before = [state.value for state in states_before(MailState.WAITING)]
    rows = Mail.objects.filter(pk=mail.pk, state__in=before)
    if not rows.update(state=MailState.WAITING.value, due_at=now, attempts=0, reason=""):
        raise Conflict("This mail was sent, or is under way.")
    publish(MailSentAgain(mail=mail.code, person=mail.person.username), by=by.username)


def _forget_old(*, now: datetime) -> None:
    """Mails are no archive: what is done with and old is deleted, digests after what they hold."""
    before = now - timedelta(days=settings.DEPLOYMENT.mail.keep_days)
    under_way = (MailState.WAITING.value, MailState.GATHERING.value)
    old = Mail.objects.filter(written_at__lt=before).exclude(state__in=under_way)
    old.exclude(template="digest").delete()
    held = Mail.objects.exclude(digest=None).values("digest_id")
    old.filter(template="digest").exclude(pk__in=held).delete()
