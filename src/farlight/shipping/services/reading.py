"""What lies in a container, read position by position: compared with the declaration, and accepted in its place."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from farlight.bus.public import publish
from farlight.kernel.errors import Conflict, Invalid, Objection
from farlight.people.types import Actor
from farlight.samples.public import container_type, containers_scanned, place_specimen, specimens_named, take_out
from farlight.samples.types import ContainerContents
from farlight.shipping.domain.mismatch import Comparison, FindingKind, PinRead, PinState, Placed, compare
from farlight.shipping.events import ContentsCorrected, ContentsDiffer
from farlight.shipping.models import Parcel, Scan
from farlight.shipping.services.containers import (
    container_scanned,
    container_seen,
    declared_in,
    known_elsewhere,
    parcel_around,
    rotations_of,
)
from farlight.shipping.services.moving import record_move
from farlight.shipping.types import FindingTold, Move, Particulars, PinTold, ScanAnswer, Scanned, ScanOutcome, Source

_WELL = frozenset({FindingKind.AS_DECLARED, FindingKind.NOT_LOOKED_AT})


@dataclass(frozen=True, kw_only=True)
class _Read:
    """A container, as somebody read it."""

    container: ContainerContents
    parcel: Parcel | None
    comparison: Comparison

    @property
    def findings(self) -> tuple[FindingTold, ...]:
        """How each position stands, as it is told."""
        found = self.comparison.findings
        return tuple(FindingTold(slot=one.slot, kind=one.kind.value, message=one.message) for one in found)

    @property
    def about(self) -> dict[str, str]:
        """What events say of it."""
        session = self.parcel.session if self.parcel else None
        return {
            "session": session.code if session else "",
            "proposal": self.container.proposal,
            "parcel": self.parcel.code if self.parcel else "",
            "container": self.container.code,
            "container_name": self.container.name,
        }


def read_contents(*, scan: Scanned, row: Scan, by: Actor, now: datetime) -> ScanAnswer:  # noqa: ARG001 - the form of every act
    """Compare what was read in a container with what is declared, in the caller's transaction.

    Raises
    ------
    NotFound
        When the person does not handle such a container.
    Invalid
        When a position is named that it does not have, or nothing was read.
    """
    read = _read(by, scan.code, scan.pins)
    row.container_id = read.container.id
    row.parcel = read.parcel
    if not read.comparison.agrees:
        odd = sum(finding.kind not in _WELL for finding in read.comparison.findings)
        turned = read.comparison.turned_by is not None
        publish(ContentsDiffer(**read.about, positions=odd, turned=turned), by=by.username)
    return ScanAnswer(
        client_id=scan.client_id,
        outcome=ScanOutcome.DONE if read.comparison.agrees else ScanOutcome.DIFFERS,
        words=f"{read.container.name}: {read.comparison.summary}",
        findings=read.findings,
        can_accept=read.comparison.correction is not None,
        thing=container_seen(by, read.container),
    )


def accept_reading(*, scan: Scanned, row: Scan, by: Actor, now: datetime) -> ScanAnswer:
    """Declare that what was read in a container is what lies in it, in the caller's transaction.

    Raises
    ------
    NotFound
        When the person does not handle such a container.
    Invalid
        When there is no such reading, or something in it cannot lie there.
    Conflict
        When what is declared changed since it was read.
    """
    told = Scan.objects.filter(client_id=scan.undoes, verb="contents").first() if scan.undoes else None
    if told is None:
        message = "There is no such reading."
        raise Invalid([Objection(message=message, mend="Read the container again.", field="undoes")])
    pins = tuple(PinTold(**pin) for pin in told.said["pins"])
    read = _read(by, told.code, pins)
    row.container_id = read.container.id
    row.parcel = read.parcel
    before = [(one["slot"], one["kind"]) for one in told.answer["findings"]]
    if before != [(one.slot, one.kind) for one in read.findings]:
        raise Conflict("What is declared changed since the container was read. Read it again.")
    correction = read.comparison.correction
    if correction is None:
        raise Conflict("What was read contradicts itself. Read the container again.")
    moved, missing = _put_right(read.container, correction, scan, by=by, now=now)
    words = _words(moved, missing)
    if read.parcel is not None:
        _note(read.parcel, f"{read.container.name} {words}", scan, by=by, now=now)
    publish(ContentsCorrected(**read.about, moved=moved, missing=missing), by=by.username)
    return ScanAnswer(client_id=scan.client_id, outcome=ScanOutcome.DONE, words=f"{read.container.name}: {words}")


def _read(by: Actor, code: str, pins: tuple[PinTold, ...]) -> _Read:
    container = container_scanned(by, code)
    layout = container_type(container.container_type)
    names = {pin.slot: slot.name for pin in pins if (slot := layout.slot_named(pin.slot))}
    unknown = [pin.slot for pin in pins if pin.slot not in names]
    if unknown or not pins:
        message = f"A {layout.title} has no position {', '.join(unknown)}." if unknown else "Nothing was read."
        raise Invalid([Objection(message=message, field="pins")])
    comparison = compare(
        [slot.name for slot in layout.slots],
        declared_in(by, container),
        {names[pin.slot]: PinRead(state=PinState(pin.state), barcode=pin.barcode.strip()) for pin in pins},
        rotations=rotations_of(layout),
        elsewhere=known_elsewhere(by, pins),
    )
    return _Read(container=container, parcel=parcel_around(container), comparison=comparison)


def _put_right(
    container: ContainerContents, correction: Collection[Placed], scan: Scanned, *, by: Actor, now: datetime
) -> tuple[int, int]:
    """Move what lies elsewhere than declared; return how much was moved and how much is missing."""
    lies = {taken.specimen.code: taken.slot for taken in container.slots if taken.specimen}
    wanted = {placed.specimen: placed.slot for placed in correction}
    moved = [code for code, slot in wanted.items() if lies.get(code) != slot]
    missing = [code for code in lies if code not in wanted]
    pieces = specimens_named([*moved, *missing])
    for code in (*moved, *missing):
        take_out(thing=pieces[code], now=now, by=by)
    into = containers_scanned(container.code)[0]
    for code in moved:
        slot = wanted[code]
        place_specimen(specimen=pieces[code], container=into, slot=slot, now=now, by=by, scan=str(scan.client_id))
    return len(moved), len(missing)


def _words(moved: int, missing: int) -> str:
    said = [f"{moved} moved" if moved else "", f"{missing} missing" if missing else ""]
    return f"lies as it was read; {' and '.join(word for word in said if word)}."


def _note(parcel: Parcel, words: str, scan: Scanned, *, by: Actor, now: datetime) -> None:
    """Write it down among the parcel's moves."""
    record_move(
        parcel=parcel.code,
        move=Move.CORRECT_CONTENTS,
        at=scan.at,
        by=by,
        source=Source.SCAN,
        now=now,
        payload=Particulars(text=words),
        client_id=scan.client_id,
    )
