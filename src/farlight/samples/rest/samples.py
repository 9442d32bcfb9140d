"""Samples by REST."""

from django.http import HttpRequest
from ninja import Router, Schema

from farlight.people.public import person_of
from farlight.samples.access import visible_samples
from farlight.samples.rest_techniques import router as techniques
from farlight.samples.types import Hazard

router = Router(tags=["samples"])
router.add_router("", techniques)


class SampleOut(Schema):
    """A sample."""

    code: str
    name: str
    acronym: str
    substance: str
    hazard: Hazard | None
    container: str
    container_position: int | None


@router.get("/sessions/{code}/samples", operation_id="list_samples", response=list[SampleOut])
def list_samples(request: HttpRequest, code: str) -> list[dict[str, object]]:
    """Return the samples that can be measured in a session."""
    found = visible_samples(person_of(request), code)
    return [{name: getattr(sample, name) for name in SampleOut.model_fields} for sample in found]
