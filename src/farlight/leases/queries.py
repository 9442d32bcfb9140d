"""Questions about leases and channels."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Max

from farlight.beamtime.public import closings_in, may, rights_found_once, rights_in, session_summary
from farlight.beamtime.types import Closing, Verdict
from farlight.kernel.errors import Objection
from farlight.leases.access import visible_channels
from farlight.leases.domain.certificates import objections_to_reach
from farlight.leases.domain.ports import Condition, Offer
from farlight.leases.models import OpenChannel, SshKey
from farlight.leases.types import Channel, ChannelKind, ChannelLease, Ending, Lease
from farlight.people.public import objections_to_credential, objections_to_step_up
from farlight.people.types import Actor, Credential, StepUpAction

ASKED_AT_ONCE = 400
STEP_UP = {ChannelKind.CONTROL: StepUpAction.REMOTE_CONTROL, ChannelKind.DESKTOP: StepUpAction.DESKTOP}

_conditions: dict[ChannelKind, list[Condition]] = {}
_offers: dict[ChannelKind, Offer] = {}


def register_condition(kind: ChannelKind, condition: Condition) -> None:
    """Have something asked of every lease, beside the rights of its person; done once, when the process starts."""
    _conditions.setdefault(kind, []).append(condition)


def register_offer(kind: ChannelKind, offer: Offer) -> None:
    """Have it asked whether the facility has such ways at all; done once, when the process starts."""
    _offers[kind] = offer


def offered_kinds() -> list[ChannelKind]:
    """Return the ways that the facility has, in the order in which people are shown them."""
    return [kind for kind in ChannelKind if kind not in _offers or _offers[kind]()]


def lease_of(person: Actor, session_code: str, now: datetime, credential: Credential | None = None) -> Lease:
    """Return what a person may open in a session at a moment.

    Parameters
    ----------
    credential : Credential, optional
        What the person came with. Without one, only what the session and the person's place in it say is asked.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    with rights_found_once():
        verdicts, closings = rights_in(person, session_code, now), closings_in(person, session_code)
    more = objections_to_credential(credential, person=person, now=now) if credential else ()
    conditions = _objections_by_conditions(session_code)
    channels = {
        kind: _lease_by(
            kind,
            _within(verdicts[kind.action], closings, kind, now),
            (
                *more,
                *_step_up(kind, person, credential, now),
                *_certificate(kind, person, session_code, now),
                *conditions.get(kind, ()),
            ),
        )
        for kind in ChannelKind
    }
    rights = next(iter(verdicts.values())).rights
    return Lease(session=session_code, person=person.username, rights=rights, channels=channels)


def _step_up(kind: ChannelKind, person: Actor, credential: Credential | None, now: datetime) -> tuple[Objection, ...]:
    """What a fresh second factor would mend; SSH and SFTP ask for theirs at their own door."""
    action = STEP_UP.get(kind)
    if action is None or credential is None:
        return ()
    return objections_to_step_up(credential, person=person, action=action, now=now)


def _certificate(kind: ChannelKind, person: Actor, session: str, now: datetime) -> list[Objection]:
    """What the certificate leaves closed by which somebody came in."""
    return objections_to_reach(person.came_with, session=session, now=now, is_files=kind is ChannelKind.SFTP)


def _objections_by_conditions(session: str) -> dict[ChannelKind, list[Objection]]:
    if not _conditions:
        return {}
    seen = session_summary(session)
    return {kind: [one for condition in asked for one in condition(seen)] for kind, asked in _conditions.items()}


def _lease_by(kind: ChannelKind, verdict: Verdict, more: tuple[Objection, ...]) -> ChannelLease:
    reasons = (*verdict.reasons, *more)
    allowed = verdict.allowed and not more
    return ChannelLease(kind=kind, allowed=allowed, until=verdict.until if allowed else None, reasons=reasons)


def verdict_on(person: Actor, session_code: str, kind: ChannelKind, now: datetime) -> Verdict:
    """Say whether a channel may be open, and until when, by the rights of its person and what closes ways for them."""
    with rights_found_once():
        verdict = may(person, kind.action, session_code, now)
        known = verdict.allowed or verdict.reasons
        return _within(verdict, closings_in(person, session_code), kind, now) if known else verdict


def _within(verdict: Verdict, closings: Iterable[Closing], kind: ChannelKind, now: datetime) -> Verdict:
    """What is left of a verdict under what closes the channel by its own name; its action's was looked at before."""
    return verdict if kind.value == kind.action.value else verdict.within(closings, kind.value, now)


def channels_in(person: Actor, session_code: str, now: datetime) -> list[Channel]:
    """Return the open channels of a session that a person may know of; NotFound as for the session."""
    return [channel_of(row) for row in visible_channels(person, session_code, now)]


def channel_of(row: OpenChannel) -> Channel:
    """Return a channel as others see it."""
    return Channel(
        code=row.code,
        session=row.session.code,
        kind=ChannelKind(row.kind),
        person_id=row.person_id,
        username=row.person.username,
        full_name=row.person.full_name,
        address=row.address,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        ending=Ending(row.ending) if row.ending else None,
    )


def channel_with(code: str) -> Channel | None:
    """Return a channel, open or not; None when there is none, or none any more. For what has asked already."""
    row = OpenChannel.objects.filter(code=code).select_related("person", "session").first()
    return channel_of(row) if row else None


def open_channels_of(person_id: int) -> list[Channel]:
    """Return everything that a person has open anywhere; for what has asked already."""
    rows = OpenChannel.objects.filter(person_id=person_id, closed_at=None).select_related("person", "session")
    return [channel_of(row) for row in rows.order_by("-opened_at", "-pk")]


def closed_among(codes: Collection[str]) -> dict[str, Ending]:
    """Return those of some channels that are closed, and why; one whose row is gone counts as closed."""
    found: dict[str, str] = {}
    asked = sorted(codes)
    for begin in range(0, len(asked), ASKED_AT_ONCE):
        part = OpenChannel.objects.filter(code__in=asked[begin : begin + ASKED_AT_ONCE])
        found |= dict(part.values_list("code", "ending"))
    return {code: Ending(found.get(code) or Ending.CLOSED) for code in asked if found.get(code, "gone")}


def last_ssh_of(person_ids: Collection[int]) -> dict[int, datetime]:
    """Return when each of some people last came in by SSH; those who never did are missing: two queries."""
    kinds = (ChannelKind.SSH.value, ChannelKind.SFTP.value)
    opened = OpenChannel.objects.filter(person_id__in=person_ids, kind__in=kinds).order_by()
    used = SshKey.objects.filter(person_id__in=person_ids, used_at__isnull=False).order_by()
    found: dict[int, datetime] = {}
    for person_id, at in (
        *opened.values_list("person_id").annotate(Max("opened_at")),
        *used.values_list("person_id").annotate(Max("used_at")),
    ):
        found[person_id] = max(at, found.get(person_id, at))
    return found
