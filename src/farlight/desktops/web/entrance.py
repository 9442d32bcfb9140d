"""Coming in to a desktop with a ticket: what stands in the path of the websocket decides who looks at what."""

from dataclasses import dataclass, field

from farlight.beamtime.public import Gate, session_summary, take_ticket
from farlight.beamtime.types import Action, SessionSummary
from farlight.desktops.access import definition_of, newest_of
from farlight.desktops.domain.addresses import opens
from farlight.desktops.models import Desktop
from farlight.desktops.queries import place_of
from farlight.desktops.types import ClipboardPolicy, DesktopPlace, DesktopState
from farlight.kernel.asgi import Scope
from farlight.kernel.errors import FarlightError
from farlight.kernel.time import utc_now
from farlight.leases.public import open_channel
from farlight.leases.types import Channel, ChannelKind

_PARTS = len(("session", "desktop", "ticket"))


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Somebody who came in."""

    session: SessionSummary
    desktop: Desktop
    gate: Gate
    place: DesktopPlace
    clipboard: ClipboardPolicy
    address: str
    channel: Channel | None = field(default=None)
    """None for a thumbnail: staff watch over all desktops at once."""


def admitted(scope: Scope, prefix: str, *, small: bool) -> Entry | None:
    """Use up the ticket of a path; None when it opens nothing, for whatever reason."""
    parts = str(scope["path"]).removeprefix(prefix).split("/")
    if len(parts) != _PARTS:
        return None
    session, name, text = parts
    now = utc_now()
    shown = take_ticket(text=text, opens=opens(session, name, small=small), now=now)
    if shown is None:
        return None
    gate = Gate(person=shown.person, credential=shown.credential, session=shown.session)
    try:
        return _entry(gate, name, str((scope.get("client") or ("",))[0]), small=small)
    except FarlightError:
        return None


def _entry(gate: Gate, name: str, address: str, *, small: bool) -> Entry | None:
    now = utc_now()
    seen = session_summary(gate.session)
    row = newest_of(seen.id, name)
    if row is None or row.state != DesktopState.RUNNING:
        return None
    channel = None if small else _channel(gate, ChannelKind.DESKTOP, address)
    if small and not gate.verdict(Action.SUPERVISE, now).allowed:
        return None
    return Entry(
        session=seen,
        desktop=row,
        gate=gate,
        place=place_of(row, seen.beamline),
        clipboard=definition_of(seen.beamline, name).clipboard,
        address=address,
        channel=channel,
    )


def control_channel(entry: Entry) -> Channel:
    """Open the channel of somebody who has keyboard and pointer; NotAllowed with every reason."""
    return _channel(entry.gate, ChannelKind.CONTROL, entry.address)


def _channel(gate: Gate, kind: ChannelKind, address: str) -> Channel:
    return open_channel(
        person=gate.person,
        session_code=gate.session,
        kind=kind,
        now=utc_now(),
        credential=gate.credential,
        address=address,
    )
