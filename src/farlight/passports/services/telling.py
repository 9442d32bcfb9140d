"""Telling services that a sign-on is over.

What has to be told is a row, made in the transaction that ends the passport. The worker sends it after the commit, each
service in a thread of its own that touches no rows: a slow or dead one holds up neither the worker nor the others.
"""

from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from threading import Thread

from allauth.idp.oidc.models import Client
from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.bus.public import publish
from farlight.kernel.ids import new_opaque_id
from farlight.passports.adapters.posting import post_logout_token
from farlight.passports.adapters.signing import signed
from farlight.passports.domain.notices import logout_claims, next_attempt
from farlight.passports.domain.states import states_before
from farlight.passports.events import ServiceNotTold, ServiceTold
from farlight.passports.models import LogoutNotice, Passport
from farlight.passports.types import NoticeState, Reply

LENT_FOR = timedelta(minutes=2)
"""A notice that is under way is lent to one worker for so long; when that dies, another tries again."""
LONGEST = timedelta(seconds=30)
"""A service that has not answered whole by then has not answered."""
AT_MOST = 20
"""Notices that one service gets in one go."""
_WAITING = NoticeState.WAITING.value


def note_what_to_tell(passport: Passport, *, now: datetime) -> None:
    """Write down that a service has to be told of a passport that ended, if it ever held anything and wants to know."""
    row = Passport.objects.filter(pk=passport.pk).exclude(redeemed_at=None).first()
    if row is None or not _address_of(row.service):
        return
    untried = LogoutNotice.objects.filter(state=_WAITING, attempts=0, due_at__lte=now)
    same = untried.filter(passport__service=row.service, passport__sid=row.sid, passport__person_id=row.person_id)
    if not same.exists():
        LogoutNotice.objects.create(passport=row, state=_WAITING, made_at=now, due_at=now)


def _address_of(service: str) -> str:
    client = Client.objects.filter(pk=service).first()
    metadata = (client.data or {}).get("client_metadata", {}) if client else {}
    return str(metadata.get("backchannel_logout_uri", ""))


class Teller:
    """Tells services what waits for them; one of each worker, and each service is told by one thread at a time."""

    def __init__(self) -> None:
        self._replies: SimpleQueue[tuple[str, int, int, Reply]] = SimpleQueue()
        self._under_way: dict[str, tuple[int, datetime, set[int]]] = {}
        """By service: number of the turn, since when, and which notices wait for an answer."""
        self._turns = 0

    def follow(self, *, now: datetime) -> int:
        """Note what was answered, send what is due, return how many are under way. Nothing is waited for."""
        self._note_replies(now)
        self._note_silence(now)
        for service in self._services_due(now):
            self._send(service, now)
        return sum(len(waiting) for _, _, waiting in self._under_way.values())

    def _note_replies(self, now: datetime) -> None:
        while True:
            try:
                service, turn, pk, reply = self._replies.get_nowait()
            except Empty:
                return
            under_way = self._under_way.get(service)
            if under_way and under_way[0] == turn and pk in under_way[2]:
                under_way[2].discard(pk)
                note_reply(pk, reply, now=now)
                if not under_way[2]:
                    del self._under_way[service]

    def _note_silence(self, now: datetime) -> None:
        for service, (_, since, waiting) in list(self._under_way.items()):
            if abs(now - since) >= LONGEST:
                del self._under_way[service]
                for pk in sorted(waiting):
                    note_reply(pk, Reply(is_taken=False, fault="it does not answer in time"), now=now)

    def _services_due(self, now: datetime) -> list[str]:
        found = _due(now).order_by("passport__service").values_list("passport__service", flat=True).distinct()
        return [service for service in found if service not in self._under_way]

    def _send(self, service: str, now: datetime) -> None:
        address = _address_of(service)
        due = list(_due(now).filter(passport__service=service).order_by("made_at", "pk")[:AT_MOST])
        if not address:
            _drop([notice.pk for notice in due])
            return
        lent = [notice for notice in due if _lend(notice.pk, now=now)]
        if not lent:
            return
        self._turns += 1
        turn, tokens = self._turns, [(notice.pk, _token_of(notice.passport, now=now)) for notice in lent]
        self._under_way[service] = (turn, now, {notice.pk for notice in lent})
        Thread(target=self._tell, args=(service, turn, address, tokens), daemon=True).start()

    def _tell(self, service: str, turn: int, address: str, tokens: list[tuple[int, str]]) -> None:
        """Post tokens one after the other; after a service failed once it is not asked again in this turn."""
        failed: Reply | None = None
        for pk, token in tokens:
            reply = failed or post_logout_token(address, token)
            failed = None if reply.is_taken else reply
            self._replies.put((service, turn, pk, reply))


def _due(now: datetime) -> QuerySet[LogoutNotice]:
    return LogoutNotice.objects.select_related("passport").filter(state=_WAITING, due_at__lte=now)


def _lend(pk: int, *, now: datetime) -> bool:
    """Take a notice for ourselves for a while; False when another worker was faster."""
    rows = LogoutNotice.objects.filter(pk=pk, state=_WAITING, due_at__lte=now)
    return bool(rows.update(due_at=now + LENT_FOR, attempts=F("attempts") + 1))


def _drop(pks: list[int]) -> None:
    """Let go of notices for a service that does not want to be told any more."""
    rows = LogoutNotice.objects.filter(pk__in=pks, state__in=states_before(NoticeState.DROPPED))
    rows.update(state=NoticeState.DROPPED.value, due_at=None)


def _token_of(passport: Passport, *, now: datetime) -> str:
    """Return a logout token; each attempt has one of its own, for a service may remember those that it has seen."""
    claims = logout_claims(
        issuer=settings.FARLIGHT_SITE_URL,
        service=passport.service,
        subject=str(passport.person_id),
        sid=passport.sid,
        token_id=new_opaque_id("l-"),
        now=now,
    )
    return signed(claims, kind="logout+jwt", now=now)


@transaction.atomic
def note_reply(pk: int, reply: Reply, *, now: datetime) -> None:
    """Note what a service made of a notice, and when it is tried again."""
    rows = LogoutNotice.objects.select_related("passport__person").select_for_update(of=("self",))
    notice = rows.filter(pk=pk, state__in=states_before(NoticeState.TOLD)).first()
    if notice is None:
        return
    whose, service = notice.passport.person.username, notice.passport.service
    details: dict[str, str | int] = {"service": service, "attempts": notice.attempts}
    notice.fault, notice.due_at = reply.fault[:200], None
    if reply.is_taken:
        notice.state = NoticeState.TOLD.value
        publish(ServiceTold(person=whose, service=service))
        record(kind=AuditKind.SERVICE_TOLD, by="", about=whose, details=details, now=now)
    else:
        notice.due_at = next_attempt(notice.attempts, made_at=notice.made_at, now=now)
        if notice.due_at is None:
            notice.state = NoticeState.GIVEN_UP.value
            publish(ServiceNotTold(person=whose, service=service, why=reply.fault))
            details["why"] = reply.fault
            record(kind=AuditKind.SERVICE_NOT_TOLD, by="", about=whose, details=details, now=now)
    notice.save(update_fields=["state", "fault", "due_at"])
