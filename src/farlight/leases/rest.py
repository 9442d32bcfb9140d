"""Leases by REST: what may be opened, what is open, closing it."""

from dataclasses import asdict
from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema, Status

from farlight.kernel.time import utc_now
from farlight.leases import queries
from farlight.leases.services.channels import close_channel_for
from farlight.leases.types import ChannelKind, Ending
from farlight.people.public import credential_in, person_of

router = Router(tags=["leases"])


class ReasonOut(Schema):
    """One thing that stands in the way."""

    message: str
    mend: str
    who: str
    link: str


class ChannelLeaseOut(Schema):
    """Whether one kind of channel may be opened."""

    kind: ChannelKind
    allowed: bool
    until: datetime | None
    """When an allowance ends by itself."""
    reasons: list[ReasonOut]


class LeaseOut(Schema):
    """What whoever asks may open in a session."""

    session: str
    person: str
    channels: list[ChannelLeaseOut]


class ChannelOut(Schema):
    """Something that is open, or was."""

    code: str
    kind: ChannelKind
    username: str
    full_name: str
    address: str
    opened_at: datetime
    closed_at: datetime | None
    ending: Ending | None


@router.get("/sessions/{code}/lease", operation_id="session_lease", response=LeaseOut)
def session_lease(request: HttpRequest, code: str) -> dict[str, object]:
    """Return what whoever asks may open in a session, until when, and what stands in the way of the rest."""
    credential = credential_in(request.headers, login=request.session.session_key)
    lease = queries.lease_of(person_of(request), code, utc_now(), credential)
    return {"session": lease.session, "person": lease.person, "channels": [asdict(c) for c in lease.channels.values()]}


@router.get("/sessions/{code}/channels", operation_id="list_channels", response=list[ChannelOut])
def list_channels(request: HttpRequest, code: str) -> list[dict[str, object]]:
    """Return what is open in a session: one's own channels, or everybody's for those who keep the team."""
    return [asdict(channel) for channel in queries.channels_in(person_of(request), code, utc_now())]


@router.delete("/sessions/{code}/channels/{channel}", operation_id="close_channel", response={204: None})
def close_channel(request: HttpRequest, code: str, channel: str) -> Status[None]:
    """Close a channel: what it holds open ends within two seconds."""
    close_channel_for(person_of(request), session_code=code, channel_code=channel, now=utc_now())
    return Status(204, None)
