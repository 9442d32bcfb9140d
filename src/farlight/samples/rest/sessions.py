"""The samples of a session."""

from django.http import HttpRequest
from ninja import Router, Schema

from farlight.people.public import person_of
from farlight.samples.access import visible_samples
from farlight.samples.types import Hazard, SampleRole, SpecimenState

router = Router(tags=["samples"])


class SessionSampleOut(Schema):
    """A sample, as the session measures it."""

    code: str
    name: str
    acronym: str
    substance: str
    hazard: Hazard | None
    container: str
    container_position: int | None
    slot: str
    technique: str
    role: SampleRole
    state: SpecimenState
    specimen: str


@router.get("/sessions/{code}/samples", operation_id="list_samples", response=list[SessionSampleOut])
def list_samples(request: HttpRequest, code: str) -> list[dict[str, object]]:
    """Return the samples that can be measured in a session."""
    found = visible_samples(person_of(request), code)
    return [{name: getattr(sample, name) for name in SessionSampleOut.model_fields} for sample in found]
