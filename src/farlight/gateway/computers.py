"""Which computers of beamlines are open to a visitor: those that the beamline of a session of theirs lists."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from farlight.beamlines.public import beamlines
from farlight.beamlines.types import ComputerDefinition
from farlight.beamtime.public import sessions_due_on
from farlight.gateway.paths import is_host_name
from farlight.kernel.errors import FarlightError, NotAllowed, NotFound
from farlight.kernel.time import utc_now
from farlight.leases.public import lease_of, open_channel
from farlight.leases.types import Channel, ChannelKind
from farlight.people.types import Actor

MOST_SESSIONS = 20

Fits = Callable[[ComputerDefinition], bool]


class Closed(Exception):  # noqa: N818 - the house names the condition
    """A computer is not open to somebody; the text says why, to them."""


@dataclass(frozen=True, kw_only=True)
class OpenWay:
    """A computer that is open to a visitor, and the channels that are open for it now."""

    computer: ComputerDefinition
    beamline: str
    channels: tuple[Channel, ...]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A computer on which a visitor may have a shell now."""

    session: str
    computer: ComputerDefinition


def to_jump(name: str, port: int) -> Fits:
    """Fit the computer that somebody wants to jump to: exactly this name and port."""
    wanted = name.rstrip(".").lower()
    return lambda computer: computer.jump and (computer.name, computer.port) == (wanted, port)


def to_work_on(name: str) -> Fits:
    """Fit the computer that somebody wants a shell on; any, when no name is given."""
    wanted = name.rstrip(".").lower()
    return lambda computer: bool(computer.login) and wanted in {"", computer.name}


def open_way(person: Actor, name: str, fits: Fits, *, address: str, opened_with: str, only: str = "") -> OpenWay:
    """Open the channels of a way to a computer: one in each session whose beamline lists it and whose lease allows it.

    Parameters
    ----------
    only : str
        Code of the one session that is meant; empty for all.

    Raises
    ------
    Closed
        With every reason. One that nobody lists and one of others' beamlines look alike.
    """
    listing, now = _listing(fits), utc_now()
    due = sessions_due_on(person, set(listing), now=now, most=MOST_SESSIONS)
    beamline, channels, refusals = "", [], []
    for session in due:
        if only not in {"", session.code} or (beamline and listing[session.beamline] != listing[beamline]):
            continue
        try:
            leads_to = listing[session.beamline].name
            how = {"address": address, "opened_with": opened_with, "leads_to": leads_to}
            channels.append(_opened(person, session.code, now, **how))
            beamline = beamline or session.beamline
        except (NotAllowed, NotFound) as refusal:
            refusals.append(refusal)
    if not channels:
        raise Closed(_why(name, refusals))
    return OpenWay(computer=listing[beamline], beamline=beamline, channels=tuple(channels))


def _opened(person: Actor, session: str, now: datetime, *, address: str, opened_with: str, leads_to: str) -> Channel:
    return open_channel(
        person=person,
        session_code=session,
        kind=ChannelKind.SSH,
        now=now,
        address=address,
        opened_with=opened_with,
        leads_to=leads_to,
    )


def choices(person: Actor) -> list[Choice]:
    """Return the computers on which a visitor may have a shell now, by session; nothing is opened."""
    listed = {line.code: [one for one in line.computers if one.login] for line in beamlines()}
    now, found = utc_now(), []
    for session in sessions_due_on(person, [code for code, has in listed.items() if has], now=now, most=MOST_SESSIONS):
        if lease_of(person, session.code, now).channels[ChannelKind.SSH].allowed:
            found += [Choice(session=session.code, computer=one) for one in listed[session.beamline]]
    return found


def _listing(fits: Fits) -> dict[str, ComputerDefinition]:
    """Return the computer that is meant, by the beamlines that list it."""
    return {line.code: one for line in beamlines() for one in line.computers if fits(one)}


def _why(name: str, refusals: Collection[FarlightError]) -> str:
    shown = name if is_host_name(name) else "that computer"
    told = [refusal.message for refusal in refusals if isinstance(refusal, NotAllowed)]
    if told:
        return f"{shown} is closed to you: " + " ".join(dict.fromkeys(told))
    return f"{shown} is closed to you: no session of yours that is now or to come is at a beamline that lists it."
