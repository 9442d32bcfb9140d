"""Parcels that a demo has when it starts, in several states."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from farlight.config.facility.groups import known_person
from farlight.config.facility.parcels import FirstMove, FirstParcel
from farlight.config.facility.reading import FacilityFile
from farlight.kernel.errors import NotFound
from farlight.kernel.time import utc_now
from farlight.people.types import Actor
from farlight.samples.public import container_named
from farlight.shipping.public import (
    Packing,
    ParcelDescription,
    ShipmentPlan,
    book_courier,
    create_parcel,
    create_shipment,
    describe_parcel,
    pack,
    record_move,
    visible_shipments,
)
from farlight.shipping.types import Direction, Move, Particulars, Source

_BOOKINGS = {Move.BOOK: Direction.OUT, Move.BOOK_RETURN: Direction.BACK}


def enter_first_parcels(file: FacilityFile) -> None:
    """Enter the parcels of a demo for proposals that have no shipments yet."""
    entries = file.facility.demo.parcel if file.facility.demo else ()
    people = {entry.proposal: known_person(entry.by) for entry in entries}
    empty = {code for code, by in people.items() if not visible_shipments(by).filter(proposal__code=code).exists()}
    codes: dict[tuple[str, str], str] = {}
    for entry in entries:
        if entry.proposal in empty:
            with transaction.atomic():
                enter_first_parcel(entry, file, codes)


def enter_first_parcel(entry: FirstParcel, file: FacilityFile, codes: dict[tuple[str, str], str]) -> None:
    """Prepare a parcel as somebody of its group would, and let happen to it what the file says.

    Raises
    ------
    NotFound
        When there is no such person, session or container.
    """
    now, zone = utc_now(), file.facility.zone
    by, created = known_person(entry.by), entry.created.at(now, zone)
    key = (entry.proposal, entry.shipment)
    if key not in codes:
        codes[key] = _shipment(entry, by, created)
    parcel = create_parcel(shipment=codes[key], name=entry.name, kind=entry.kind, by=by, now=created).code
    described = ParcelDescription(name=entry.name, kind=entry.kind, dewar=entry.dewar, weight_kg=entry.weight_kg)
    describe_parcel(parcel=parcel, description=described, by=by)
    containers = [_packing(entry.proposal, name) for name in entry.containers]
    for what in (*containers, *(Packing(tool=tool) for tool in entry.tools)):
        pack(parcel=parcel, what=what, by=by, source=Source.IMPORT, now=created)
    for move in entry.move:
        _make(parcel, move, move.at.at(now, zone))


def _shipment(entry: FirstParcel, by: Actor, now: datetime) -> str:
    plan = ShipmentPlan(
        title=entry.shipment,
        session=entry.session,
        is_for_queue=not entry.session,
        mode=entry.mode,
        sender=entry.sender,
        declared_value=Decimal(250),
    )
    return create_shipment(proposal=entry.proposal, plan=plan, by=by, now=now).code


def _packing(proposal: str, name: str) -> Packing:
    row = container_named(proposal, name)
    if row is None:
        raise NotFound(f"Proposal {proposal} has no container {name!r}.")
    return Packing(container=row.code)


def _make(parcel: str, entry: FirstMove, at: datetime) -> None:
    by = known_person(entry.by)
    if entry.move in _BOOKINGS:
        book_courier(
            parcel=parcel,
            direction=_BOOKINGS[entry.move],
            courier=entry.courier,
            tracking=entry.tracking,
            by=by,
            source=entry.source,
            now=at,
        )
        return
    said = Particulars(
        slot=entry.slot,
        beamline=entry.beamline,
        reason=entry.reason,
        text=entry.text,
        ln2_kg=entry.ln2_kg,
    )
    record_move(
        parcel=parcel, move=entry.move, at=at, by=by, source=entry.source, now=at, place=entry.place, payload=said
    )
