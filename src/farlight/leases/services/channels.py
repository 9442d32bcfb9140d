"""Opening and closing channels; all of it is in the session's log and in the record of acts."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.beamtime.public import session_row
from farlight.bus.public import publish
from farlight.kernel.errors import NotAllowed
from farlight.kernel.ids import new_opaque_id
from farlight.leases.access import channel_for, visible_channels
from farlight.leases.events import ChannelClosed, ChannelOpened
from farlight.leases.models import OpenChannel
from farlight.leases.queries import channel_of, lease_of
from farlight.leases.types import Channel, ChannelKind, Ending
from farlight.people.types import Actor, Credential

STALE_AFTER = timedelta(seconds=60)
"""A channel whose process did not speak for so long died with it."""
KEPT_FOR = timedelta(days=30)
"""Rows of closed channels are there so long; the record of acts keeps what was done."""


def open_channel(  # noqa: PLR0913 - a channel has so many parts
    *,
    person: Actor,
    session_code: str,
    kind: ChannelKind,
    now: datetime,
    credential: Credential | None = None,
    address: str = "",
    opened_with: str = "",
    leads_to: str = "",
) -> Channel:
    """Open a channel; whoever holds it watches it from now on (``leases.watching``).

    Parameters
    ----------
    credential : Credential, optional
        What the person came with; None when whoever opens it has looked at that (SSH).
    opened_with : str
        Code of the SSH key or certificate, so that the channel ends with it.
    leads_to : str
        Which computer it leads to, for the record.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    NotAllowed
        With every reason; the refusal is recorded.
    """
    lease = lease_of(person, session_code, now, credential).channels[kind]
    if not lease.allowed:
        details = {"what": kind.value, "why": " ".join(map(str, lease.reasons))}
        record(
            kind=AuditKind.ACCESS_REFUSED,
            by=person.username,
            session_code=session_code,
            address=address,
            details=details,
            now=now,
        )
        raise NotAllowed(lease.reasons)
    return _opened(person, session_code, kind, now, address, opened_with, leads_to)


@transaction.atomic
def _opened(  # noqa: PLR0913, PLR0917 - as above
    person: Actor,
    session_code: str,
    kind: ChannelKind,
    now: datetime,
    address: str,
    opened_with: str,
    leads_to: str,
) -> Channel:
    row = OpenChannel.objects.create(
        code=new_opaque_id("c-"),
        session=session_row(session_code),
        person_id=person.pk,
        kind=kind.value,
        address=address[:64],
        opened_with=opened_with,
        opened_at=now,
        seen_at=now,
    )
    channel = channel_of(row)
    opened = ChannelOpened(session=session_code, channel=row.code, what=kind.value, person=person.username)
    publish(opened, by=person.username)
    more = {"to": leads_to} if leads_to else {}
    _record(AuditKind.CHANNEL_OPENED, channel, by=person.username, now=now, **more)
    return channel


@transaction.atomic
def close_channel(channel_code: str, *, now: datetime, why: Ending = Ending.LEFT, by: str = "") -> bool:
    """Close a channel; whatever holds it open lets go within two seconds. Return False when it is closed already."""
    rows = OpenChannel.objects.filter(code=channel_code, closed_at=None)
    if not rows.update(closed_at=now, ending=why.value):
        return False
    channel = channel_of(OpenChannel.objects.select_related("person", "session").get(code=channel_code))
    closed = ChannelClosed(
        session=channel.session,
        channel=channel.code,
        what=channel.kind.value,
        person=channel.username,
        ending=why.value,
    )
    publish(closed, by=by)
    _record(AuditKind.CHANNEL_CLOSED, channel, by=by, now=now, ending=why.value)
    return True


def close_channel_for(by: Actor, *, session_code: str, channel_code: str, now: datetime) -> Channel:
    """Close one's own channel, or anybody's in a session whose team one keeps.

    Raises
    ------
    NotFound
        When there is none, or it is not theirs to close.
    """
    channel = channel_of(channel_for(by, session_code, channel_code, now))
    close_channel(channel.code, now=now, why=_ending_by(channel, by), by=by.username)
    return channel


def close_channels(*, session: str, by: Actor, now: datetime, person: Actor | None = None) -> int:
    """Close all open channels of a session that somebody may close, or only those of one person; return how many.

    Raises
    ------
    NotFound
        When whoever closes may not know of the session.
    """
    rows = visible_channels(by, session, now)
    channels = [channel_of(row) for row in (rows.filter(person_id=person.pk) if person else rows)]
    return sum(close_channel(one.code, now=now, why=_ending_by(one, by), by=by.username) for one in channels)


def _ending_by(channel: Channel, by: Actor) -> Ending:
    return Ending.LEFT if channel.person_id == by.pk else Ending.CLOSED


def stay(codes: list[str], *, now: datetime) -> None:
    """Say that the process that holds these channels is alive."""
    OpenChannel.objects.filter(code__in=codes).update(seen_at=now)


def close_opened_with(key_code: str, *, now: datetime) -> int:
    """Close the channels that were opened with a key that counts no more; return how many."""
    rows = OpenChannel.objects.filter(opened_with=key_code, closed_at=None).values_list("code", flat=True)
    return sum(close_channel(code, now=now, why=Ending.SIGNED_OUT) for code in list(rows))


def keep_channels(*, now: datetime) -> int:
    """Close channels that died with their process, and forget those closed long ago; return how many were lost.

    Those seen far ahead of now died, too: before the clock was set back. So this is asked only when the clock has run
    evenly for so long that whatever lives has said so.
    """
    unseen = Q(seen_at__lt=now - STALE_AFTER) | Q(seen_at__gt=now + STALE_AFTER)
    lost = OpenChannel.objects.filter(unseen, closed_at=None).values_list("code", flat=True)
    count = sum(close_channel(code, now=now, why=Ending.LOST) for code in list(lost))
    OpenChannel.objects.filter(closed_at__lt=now - KEPT_FOR).delete()
    return count


def _record(kind: AuditKind, channel: Channel, *, by: str, now: datetime, **more: str) -> None:
    details = {"what": channel.kind.value, "channel": channel.code, **more}
    about, address = channel.username, channel.address
    record(kind=kind, by=by, about=about, session_code=channel.session, address=address, details=details, now=now)
