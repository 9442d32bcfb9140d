"""Pictures of parcels by REST."""

from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import Field, File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from farlight.kernel.pictures import MOST_BYTES, MOST_PICTURES, Photograph
from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.shipping.access import parcel_for
from farlight.shipping.queries import photographs as kept
from farlight.shipping.services import photographs
from farlight.shipping.types import Outcome, Source

router = Router(tags=["parcels"])


class PhotographOut(Schema):
    """A picture of a parcel."""

    code: str
    name: str
    media_type: str
    size_bytes: int
    by_move: int = Field(description="Number of the move that told of it.")


class PhotographParcelIn(Schema):
    """What is said with pictures."""

    text: str = Field(default="", max_length=1000)
    client_id: UUID | None = Field(default=None, description="Told twice under one identifier, they are kept once.")


class PhotographedOut(Schema):
    """What became of pictures."""

    number: int = Field(description="Of the move that tells of them.")
    outcome: Outcome
    photographs: list[PhotographOut] = Field(description="All pictures of the parcel.")


@router.get("/parcels/{code}/photographs", operation_id="photographs_of", response=list[PhotographOut])
def list_photographs(request: HttpRequest, code: str) -> list[object]:
    """Return the pictures of a parcel, in the order in which they were added."""
    return list(kept.photographs_of(parcel_for(person_of(request), code)))


@router.post("/parcels/{code}/photographs", operation_id="photograph_parcel", response={201: PhotographedOut})
def photograph_parcel(
    request: HttpRequest,
    code: str,
    said: Form[PhotographParcelIn],
    files: File[list[UploadedFile]],
) -> Status[dict[str, object]]:
    """Add pictures of a parcel: JPEG, PNG or WebP, as files of a form. Where they were taken is not kept."""
    person = person_of(request)
    came = [Photograph(name=one.name or "", content=one.read(MOST_BYTES + 1)) for one in files[: MOST_PICTURES + 1]]
    done = photographs.photograph_parcel(
        parcel=code,
        photographs=came,
        by=person,
        source=Source.API,
        now=utc_now(),
        text=said.text,
        client_id=said.client_id,
    )
    found = kept.photographs_of(parcel_for(person, code))
    return Status(201, {"number": done.number, "outcome": done.outcome, "photographs": found})


@router.get("/parcels/{code}/photographs/{photograph}", operation_id="photograph_of")
def read_photograph(request: HttpRequest, code: str, photograph: str) -> FileResponse:
    """Return a picture of a parcel, as it is kept."""
    row = kept.photograph_of(parcel_for(person_of(request), code), photograph)
    response = FileResponse(open(row.path, "rb"), content_type=row.media_type)  # noqa: PTH123, SIM115 - closed by Django
    response["Content-Disposition"] = "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
