"""What was scanned: a parcel by its label, a dewar by what is engraved on it, a container by its code."""

from collections.abc import Iterable
from datetime import datetime

from farlight.beamlines.public import beamlines
from farlight.kernel.errors import NotFound
from farlight.people.types import Actor
from farlight.shipping.access import parcel_for, scanning_parties, visible_parcels
from farlight.shipping.domain.board import COMING
from farlight.shipping.domain.codes import read_code, spelled
from farlight.shipping.domain.papers import LEAST_MARK
from farlight.shipping.domain.supposing import supposed_moves, supposed_status, ways_on
from farlight.shipping.domain.table import ON_SITE, WHO
from farlight.shipping.domain.verbs import MOVE_OF, Verb
from farlight.shipping.models import Parcel, Rack
from farlight.shipping.services.cold_chain import clocks_of, parcel_of_dewar
from farlight.shipping.services.facts import contents_hash_of
from farlight.shipping.services.offering import moves_offered
from farlight.shipping.types import (
    ColdClock,
    KnownThings,
    OfferedVerb,
    ParcelState,
    Party,
    ThingSeen,
)


def parcel_scanned(person: Actor, text: str) -> Parcel:
    """Return the row of the parcel that a code names: its own, or that of the dewar that it is.

    Raises
    ------
    NotFound
        When there is none, or the person may not know of it.
    """
    scanning_parties(person)
    if read_code(text):
        return parcel_for(person, text)
    newest = parcel_of_dewar(text).values_list("code", flat=True).first()
    if newest is None:
        raise NotFound
    return parcel_for(person, newest)


def parcel_seen(person: Actor, row: Parcel, *, mark: str = "", now: datetime) -> ThingSeen:
    """Return a parcel as a scanner shows it, with every verb and what stands in its way.

    Parameters
    ----------
    person : Actor
        Who scanned it, and may know of it.
    row : Parcel
        From ``parcels_with_names``.
    mark : str
        The contents that its label was printed for, as the label says; empty when no label was scanned.
    now : datetime
        The present moment.
    """
    plan = moves_offered(person, row.code)
    verbs = tuple(
        OfferedVerb(verb=verb.value, allowed=MOVE_OF[verb] in plan.allowed, reasons=plan.refused.get(MOVE_OF[verb], ()))
        for verb in Verb
    )
    warning = _outdated(row, mark) if mark else ""
    return _thing(row, clocks_of([row], now=now).get(row.pk), verbs, warning=warning)


def known_things(person: Actor, *, now: datetime) -> KnownThings:
    """Return what a phone takes along to where there is no network: a constant number of queries.

    What only the server can ask about (whether it was inspected, what its contents are) is left to the server.

    Raises
    ------
    NotFound
        When the person scans nothing.
    """
    parties = scanning_parties(person)
    rows = list(visible_parcels(person).filter(base__in=[state.value for state in COMING | ON_SITE]))
    clocks = clocks_of(rows, now=now)
    return KnownThings(
        person=person.username,
        at=now,
        things=tuple(_thing(row, clocks.get(row.pk), _supposed_verbs(row, parties)) for row in rows),
        moves=supposed_moves(),
        states=tuple(ParcelState),
        racks=tuple(f"{rack.code}{place}" for rack in Rack.objects.all() for place in range(1, rack.places + 1)),
        beamlines=tuple(line.code for line in beamlines()),
    )


def _supposed_verbs(row: Parcel, parties: Iterable[Party]) -> tuple[OfferedVerb, ...]:
    ways = ways_on(supposed_status(ParcelState(row.state), ParcelState(row.base)))
    mine = [verb for verb in Verb if WHO[MOVE_OF[verb]] & frozenset(parties)]
    return tuple(OfferedVerb(verb=verb.value, allowed=verb in ways) for verb in mine)


def _thing(row: Parcel, clock: ColdClock | None, verbs: tuple[OfferedVerb, ...], *, warning: str = "") -> ThingSeen:
    session = row.session
    facts = [("Proposal", row.proposal.code)]
    if session is not None:
        facts.append(("For", f"{session.code} on {session.beamline.code}"))
    if row.dewar is not None:
        facts.append(("Dewar", row.dewar.code))
    aliases = [row.code.upper(), spelled(row.code), *([row.dewar.code.upper()] if row.dewar else [])]
    return ThingSeen(
        code=row.code,
        kind="parcel",
        title=row.name,
        aliases=tuple(aliases),
        state=ParcelState(row.state),
        place=row.slot or row.beamline or row.place,
        facts=tuple(facts),
        warning=warning,
        cold_until=clock.cold_until if clock else None,
        cold_uncertainty=clock.uncertainty if clock else None,
        verbs=verbs,
    )


def _outdated(row: Parcel, mark: str) -> str:
    present = contents_hash_of(row)
    is_current = len(mark) >= LEAST_MARK and present.startswith(mark.lower())
    return "" if is_current else "This label was printed for other contents than it has now: look before you go on."
