"""The papers of a parcel: their facts from rows, and the printing of its label, which is a move."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings

from farlight.beamtime.public import may_with_proposal
from farlight.beamtime.types import ProposalAction
from farlight.kernel.errors import Conflict, NotFound, Objection
from farlight.people.types import Actor
from farlight.samples.public import container_type
from farlight.samples.types import ContainerContents, SampleSummary, SlotContents, SpecimenInside
from farlight.shipping.access import parcel_for
from farlight.shipping.adapters.papers.binding import paper_pdf, papers_pdf
from farlight.shipping.adapters.papers.texts import exists, paper_text
from farlight.shipping.domain.contents import content_hash, mass_mg
from farlight.shipping.domain.machine import fold
from farlight.shipping.domain.papers import (
    LEAST_MARK,
    LabelState,
    file_name,
    label_state,
    papers_of,
    scan_address,
    sizes_of,
)
from farlight.shipping.domain.table import UNSENT
from farlight.shipping.models import Parcel
from farlight.shipping.queries.addresses import return_address_of, sender_of
from farlight.shipping.queries.contents import contents_of_parcel
from farlight.shipping.queries.moves import moves_of
from farlight.shipping.queries.stores import stores_settings
from farlight.shipping.services.moving import record_move
from farlight.shipping.services.offering import moves_offered
from farlight.shipping.types import (
    Address,
    Move,
    ParcelContents,
    ParcelKind,
    ParcelMove,
    ParcelState,
    ParcelStatus,
    Particulars,
    Recorded,
    Source,
)
from farlight.shipping.types.papers import (
    DangerousSubstance,
    PackedContainer,
    PackedPiece,
    Paper,
    PaperFacts,
    PaperSize,
)

NAME_SAMPLES = frozenset({Paper.CONTENTS, Paper.PINS})
"""Papers that name samples: who may see the parcel but not its samples gets none of them."""
_NOBODY = Address(name="", institute="", street="", postcode="", city="", country="")


@dataclass(frozen=True, kw_only=True)
class PrintedPaper:
    """A paper as PDF."""

    name: str
    """What it is saved as."""
    content: bytes


@dataclass(frozen=True, kw_only=True)
class PaperDesk:
    """Everything that the page of a parcel's papers shows."""

    facts: PaperFacts
    papers: tuple[Paper, ...]
    """Those that the person may print, beside the label."""
    label: LabelState
    objections: tuple[Objection, ...]
    """Why the label cannot be printed now; empty when it can."""
    has_left: bool
    """Whether it was sent already: it needs no label any more."""
    overdue: tuple[str, ...]
    """Titles of texts that somebody should have looked at again."""


def paper_facts(parcel: Parcel, *, now: datetime) -> PaperFacts:
    """Gather what the papers of a parcel show, for what has asked for the person already."""
    contents, moves = contents_of_parcel(parcel), moves_of(parcel)
    status, mark = fold(moves), content_hash(contents)
    is_approved = status.approved_hash == mark
    return PaperFacts(
        code=parcel.code,
        name=parcel.name,
        kind=ParcelKind(parcel.kind),
        dewar=parcel.dewar.code if parcel.dewar else "",
        scan_address=scan_address(settings.FARLIGHT_SITE_URL, parcel.code, mark),
        content_hash=mark,
        proposal=parcel.proposal.code,
        is_for_queue=parcel.shipment.is_for_queue,
        colour=status.colour if is_approved else "",
        conditions=_conditions(moves) if is_approved else "",
        sender=sender_of(parcel) or _NOBODY,
        facility=stores_settings().address,
        return_to=return_address_of(parcel) or _NOBODY,
        is_cold=parcel.kind == ParcelKind.DEWAR.value,
        weight_kg=parcel.weight_kg,
        measures_mm=_measures(parcel),
        declared_value=parcel.shipment.declared_value,
        currency=parcel.shipment.currency,
        incoterm=parcel.shipment.incoterm,
        printed_at=now,
        time_zone=settings.TIME_ZONE,
        **_of_session(parcel),
        **_of_contents(contents),
        **_of_journeys(status),
    )


def _of_session(parcel: Parcel) -> dict[str, Any]:
    session = parcel.session
    contact = session.local_contact.full_name if session and session.local_contact else ""
    return {
        "session": session.code if session else "",
        "beamline": session.beamline.code if session else "",
        "session_start": session.start if session else None,
        "local_contact": contact,
    }


def _of_contents(contents: ParcelContents) -> dict[str, Any]:
    titles: dict[str, str] = {}
    for box in contents.containers:
        if box.container_type not in titles:
            titles[box.container_type] = container_type(box.container_type).title
    return {
        "containers": tuple(_packed(box, titles[box.container_type]) for box in contents.containers),
        "loose": tuple(_loose(sample) for sample in contents.samples),
        "tools": contents.tools,
        "dangerous": _dangerous(contents),
    }


def _of_journeys(status: ParcelStatus) -> dict[str, Any]:
    out, back = status.out, status.back
    return {
        "courier": out.courier if out else "",
        "tracking": out.tracking if out else "",
        "return_courier": back.courier if back else "",
        "return_tracking": back.tracking if back else "",
    }


def _conditions(moves: list[ParcelMove]) -> str:
    approvals = [move for move in moves if move.move is Move.APPROVE and not move.is_late]
    return approvals[-1].particulars.conditions if approvals else ""


def _measures(parcel: Parcel) -> tuple[int, int, int] | None:
    length, width, height = parcel.length_mm, parcel.width_mm, parcel.height_mm
    return (length, width, height) if length and width and height else None


def _packed(box: ContainerContents, title: str) -> PackedContainer:
    pieces = tuple(_pieces(box.slots, ""))
    return PackedContainer(code=box.code, name=box.name, barcode=box.barcode, kind=title, pieces=pieces)


def _pieces(slots: tuple[SlotContents, ...], before: str) -> list[PackedPiece]:
    """Return the pieces of a container and of those in it; a slot within a slot is ``3/A``."""
    found = []
    for taken in slots:
        slot = f"{before}{taken.slot}"
        if taken.specimen is not None:
            found.append(_piece(taken.specimen, slot))
        if taken.container is not None:
            found += _pieces(taken.container.slots, f"{slot}/")
    return found


def _piece(specimen: SpecimenInside, slot: str) -> PackedPiece:
    return PackedPiece(
        slot=slot,
        sample=specimen.sample_name,
        acronym=specimen.acronym,
        substance=", ".join(substance.name for substance in specimen.substances),
        mount=specimen.mount.value if specimen.mount else "",
        barcode=", ".join(specimen.barcodes) or specimen.code,
        colour=specimen.hazard.value if specimen.hazard else "",
    )


def _loose(sample: SampleSummary) -> PackedPiece:
    return PackedPiece(
        slot="",
        sample=sample.name,
        acronym=sample.acronym,
        substance=sample.substance,
        mount="",
        barcode=sample.specimen,
        colour=sample.hazard.value if sample.hazard else "",
    )


def _dangerous(contents: ParcelContents) -> tuple[DangerousSubstance, ...]:
    masses: dict[tuple[str, str], float] = defaultdict(float)
    for piece in contents.specimens():
        for substance in piece.substances:
            if substance.profile and substance.profile.un_number:
                masses[substance.profile.un_number, substance.name] += mass_mg(substance)
    return tuple(
        DangerousSubstance(un_number=number, name=name, amount=f"{mass:g} mg" if mass else "")
        for (number, name), mass in sorted(masses.items())
    )


def paper_for(person: Actor, code: str, paper: Paper, size: PaperSize, *, now: datetime) -> PrintedPaper:
    """Return a paper of a parcel.

    Raises
    ------
    NotFound
        When the person may not know of the parcel, or it has no such paper, or not of this size.
    NotAllowed
        When the paper names samples that the person may not see.
    Conflict
        When it is the label, and it was not printed for these contents: printing is a move, not a look.
    Unavailable
        When the machine has no font.
    """
    to = ProposalAction.SEE_SAMPLES if paper in NAME_SAMPLES else ProposalAction.SEE_PARCELS
    parcel = parcel_for(person, code, to)
    facts = paper_facts(parcel, now=now)
    if paper not in papers_of(facts) or size not in sizes_of(paper):
        raise NotFound
    if paper is Paper.LABEL and _label_of(parcel, facts) is not LabelState.CURRENT:
        raise Conflict("The label was not printed for what is in the parcel now. Print it on the page of its papers.")
    return PrintedPaper(name=file_name(facts, paper), content=paper_pdf(paper, facts, size))


def all_papers_for(person: Actor, code: str, size: PaperSize, *, now: datetime) -> PrintedPaper:
    """Return all papers of a parcel in one PDF: those that the person may see, with the label once it was printed.

    Raises
    ------
    NotFound
        When the person may not know of the parcel, or papers are not of this size.
    Unavailable
        When the machine has no font.
    """
    if size is PaperSize.THERMAL:
        raise NotFound
    desk = paper_desk(person, code, now=now)
    label = (Paper.LABEL,) if desk.label is LabelState.CURRENT and not desk.has_left else ()
    content = papers_pdf((*label, *desk.papers), desk.facts, size)
    return PrintedPaper(name=file_name(desk.facts, None), content=content)


def _label_of(parcel: Parcel, facts: PaperFacts) -> LabelState:
    status = fold(moves_of(parcel))
    return label_state(status.approved_hash, status.label_hash, facts.content_hash)


def label_is_current(parcel: Parcel, mark: str) -> bool:
    """Whether a label with a mark is the one that the parcel travels by, and for what is in it.

    Parameters
    ----------
    parcel : Parcel
        Its row; whoever holds a label of it may ask.
    mark : str
        The first digits of the mark of the contents that the label was printed for, as the label says.
    """
    printed = fold(moves_of(parcel)).label_hash
    is_printed = len(mark) >= LEAST_MARK and printed.startswith(mark.lower())
    if not is_printed or ParcelState(parcel.base) not in UNSENT:
        return is_printed
    return printed == content_hash(contents_of_parcel(parcel))


def print_label(person: Actor, code: str, *, now: datetime) -> Recorded:
    """Note that the label is printed for what is in the parcel now; older ones scan as outdated from then on.

    Raises
    ------
    NotFound
        When the person may not know of the parcel.
    NotAllowed
        When the person may not send it.
    MoveRefused
        When it may not be labelled now, with every reason.
    """
    mark = content_hash(contents_of_parcel(parcel_for(person, code)))
    said = Particulars(content_hash=mark)
    return record_move(parcel=code, move=Move.LABEL, at=now, by=person, source=Source.PAGE, now=now, payload=said)


def paper_desk(person: Actor, code: str, *, now: datetime) -> PaperDesk:
    """Return what the page of a parcel's papers shows.

    Raises
    ------
    NotFound
        When the person may not know of the parcel.
    """
    parcel = parcel_for(person, code)
    facts, plan = paper_facts(parcel, now=now), moves_offered(person, code)
    sees = _sees_samples(person, code)
    papers = tuple(p for p in papers_of(facts) if p is not Paper.LABEL and (sees or p not in NAME_SAMPLES))
    return PaperDesk(
        facts=facts,
        papers=papers,
        label=_label_of(parcel, facts),
        objections=plan.refused.get(Move.LABEL, ()),
        has_left=ParcelState(parcel.base) not in UNSENT,
        overdue=_overdue(facts, (Paper.LABEL, *papers), now.date()),
    )


def _overdue(facts: PaperFacts, papers: tuple[Paper, ...], today: date) -> tuple[str, ...]:
    names = [p.value for p in papers if exists(p.value)]
    if Paper.DANGEROUS_GOODS in papers:
        names += [f"un{d.un_number}" for d in facts.dangerous if exists(f"un{d.un_number}")]
    texts = (paper_text(name, facts, zone=facts.time_zone) for name in dict.fromkeys(names))
    return tuple(text.title for text in texts if text.is_overdue(today))


def _sees_samples(person: Actor, code: str) -> bool:
    proposal = parcel_for(person, code).proposal.code
    return may_with_proposal(person, ProposalAction.SEE_SAMPLES, proposal).allowed
