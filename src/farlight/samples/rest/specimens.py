"""Physical pieces: what they are, and where they lie."""

from datetime import date

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from farlight.beamtime.types import ProposalAction
from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.samples.access import container_for, sample_for_proposal, specimen_for
from farlight.samples.rest.samples import SpecimenOut, specimens_out
from farlight.samples.services.placement import place_specimen, take_out
from farlight.samples.services.specimens import describe_specimen, mark_specimens, note_conditions, register_specimen
from farlight.samples.types import Condition, Disposition, Mount, SpecimenDetails, SpecimenState

router = Router()


class SpecimenIn(Schema):
    """What a physical piece is."""

    label: str = ""
    mount: Mount | None = None
    barcodes: list[str] = []
    disposition: Disposition = Disposition.RETURN
    keep_until: date | None = None


class PlaceIn(Schema):
    """Where something should lie."""

    container: str = Field(description="Code of the container.")
    slot: str = Field(description="Name of the slot, as it is engraved.")


class StateIn(Schema):
    """What became of a physical piece."""

    state: SpecimenState = Field(description="measured, consumed, damaged or lost.")


class ConditionsIn(Schema):
    """What is wrong with a physical piece: all of it."""

    conditions: list[Condition]
    count_rate_cps: float | None = None
    release_on: date | None = None


@router.post("/samples/{code}/specimens", operation_id="register_specimen", response={201: list[SpecimenOut]})
def post_specimen(request: HttpRequest, code: str, body: SpecimenIn) -> Status[list[dict[str, object]]]:
    """Enter another physical piece of a sample; return all of them."""
    person = person_of(request)
    sample = sample_for_proposal(person, code, ProposalAction.EDIT_SAMPLES)
    register_specimen(sample=sample, details=_details(body), now=utc_now(), by=person)
    return Status(201, specimens_out(sample_for_proposal(person, code)))


@router.put("/specimens/{code}", operation_id="describe_specimen", response={204: None})
def put_specimen(request: HttpRequest, code: str, body: SpecimenIn) -> Status[None]:
    """Say what a physical piece is, and what becomes of it."""
    piece = specimen_for(person_of(request), code, ProposalAction.EDIT_SAMPLES)
    describe_specimen(specimen=piece, details=_details(body))
    return Status(204, None)


@router.put("/specimens/{code}/place", operation_id="place_specimen", response={204: None})
def put_specimen_place(request: HttpRequest, code: str, body: PlaceIn) -> Status[None]:
    """Put a physical piece into a slot."""
    person = person_of(request)
    piece = specimen_for(person, code, ProposalAction.EDIT_SAMPLES)
    container = container_for(person, body.container, ProposalAction.EDIT_SAMPLES)
    place_specimen(specimen=piece, container=container, slot=body.slot, now=utc_now(), by=person)
    return Status(204, None)


@router.delete("/specimens/{code}/place", operation_id="take_out_specimen", response={204: None})
def delete_specimen_place(request: HttpRequest, code: str) -> Status[None]:
    """Take a physical piece out of what it lies in."""
    person = person_of(request)
    take_out(thing=specimen_for(person, code, ProposalAction.EDIT_SAMPLES), now=utc_now(), by=person)
    return Status(204, None)


@router.put("/specimens/{code}/state", operation_id="mark_specimen", response={204: None})
def put_state(request: HttpRequest, code: str, body: StateIn) -> Status[None]:
    """Say by hand what became of a physical piece at the facility; for those who handle it there."""
    person = person_of(request)
    piece = specimen_for(person, code, ProposalAction.HANDLE_PARCELS)
    mark_specimens(specimens=[piece], to=body.state, now=utc_now(), by=person)
    return Status(204, None)


@router.put("/specimens/{code}/conditions", operation_id="note_conditions", response={204: None})
def put_conditions(request: HttpRequest, code: str, body: ConditionsIn) -> Status[None]:
    """Say what is wrong with a physical piece; for those who handle it at the facility, too."""
    person = person_of(request)
    note_conditions(
        specimen=specimen_for(person, code, ProposalAction.HANDLE_PARCELS),
        conditions=body.conditions,
        count_rate_cps=body.count_rate_cps,
        release_on=body.release_on,
        by=person,
    )
    return Status(204, None)


def _details(body: SpecimenIn) -> SpecimenDetails:
    return SpecimenDetails(**body.model_dump(exclude={"barcodes"}), barcodes=tuple(body.barcodes))
