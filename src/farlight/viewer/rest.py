"""Pictures of images, and what the diffraction viewer has to know, by REST."""

import asyncio
from typing import Annotated

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from farlight.kernel.asgi import give_way
from farlight.kernel.errors import Invalid, NotFound, Objection
from farlight.people.public import ApiKeyOrSessionAsync, credential_in, person_of
from farlight.science.rendering import (
    CONTRAST_MAX,
    CONTRAST_MIN,
    SIZE_MAX_PX,
    SIZE_MIN_PX,
    ColourMap,
    PictureFormat,
    PictureStyle,
    Window,
)
from farlight.viewer.queries.manifest import viewer_manifest as manifest_of
from farlight.viewer.queries.pictures import picture_order
from farlight.viewer.types import MEDIA_TYPES, Manifest

router = Router(tags=["images"])

FRESH_S = 600
"""For so long a browser shows a picture again without asking; after that it asks whether it is still the same."""
_WINDOW_NUMBERS = 4


class PictureQuery(Schema):
    """How a picture is drawn."""

    size: Annotated[int, Query(ge=SIZE_MIN_PX, le=SIZE_MAX_PX)] = 1100
    contrast: Annotated[float, Query(ge=CONTRAST_MIN, le=CONTRAST_MAX)] = 1.0
    invert: bool = False
    colours: ColourMap = ColourMap.GREY
    window: str = ""
    """First row, first column, rows, columns, in pixels of the image, separated by commas; all of it when empty."""


def _style(query: PictureQuery, extension: str) -> PictureStyle:
    if extension not in set(PictureFormat):
        raise NotFound(f"There are pictures as {', '.join(PictureFormat)}, not as {extension}.")
    return PictureStyle(
        max_size_px=query.size,
        contrast=query.contrast,
        colour_map=query.colours,
        invert=query.invert,
        window=_window(query.window),
        picture_format=PictureFormat(extension),
    )


def _window(text: str) -> Window | None:
    if not text:
        return None
    numbers = text.split(",")
    if len(numbers) != _WINDOW_NUMBERS or not all(number.lstrip("-").isdecimal() for number in numbers):
        message = f"{text!r} is not a window."
        raise Invalid([Objection(message=message, mend="It looks like 100,200,512,512.", field="window")])
    slow, fast, rows, columns = map(int, numbers)
    return Window(slow_px=slow, fast_px=fast, rows=rows, columns=columns)


@router.get(
    "/sessions/{code}/runs/{int:number}/images/{int:image}.{extension}",
    operation_id="picture",
    auth=ApiKeyOrSessionAsync(),
    response={200: None},
)
async def picture(
    request: HttpRequest, code: str, number: int, image: int, extension: str, query: Query[PictureQuery]
) -> HttpResponse:
    """Return a picture of an image: ``webp``, ``png`` or ``jpg``, pooled by the maximum so that no spot vanishes."""
    style = _style(query, extension)
    order = await sync_to_async(picture_order)(person_of(request), code, number, image, style)
    if request.headers.get("If-None-Match") == order.etag:
        response = HttpResponse(status=304)
    else:
        give_way()
        response = HttpResponse(await asyncio.to_thread(order.drawn), content_type=MEDIA_TYPES[style.picture_format])
    response["ETag"] = order.etag
    response["Cache-Control"] = f"private, max-age={FRESH_S}"
    return response


Vector = tuple[float, float, float]


class SensorOut(Schema):
    """What photons are counted in: slanting ones go on sideways before they are absorbed."""

    thickness_mm: float
    attenuation_inverse_mm: float


class PanelOut(Schema):
    """A flat rectangle of pixels; pairs are slow first, then fast; NeXus (McStas) frame."""

    origin_mm: Vector
    fast_axis: Vector
    slow_axis: Vector
    pixel_size_mm: tuple[float, float]
    shape: tuple[int, int]
    at_px: tuple[int, int]
    sensor: SensorOut | None


class GeometryOut(Schema):
    """Where the pixels are; ``origin`` is ``header``, or what refined it: ``dials``."""

    panels: list[PanelOut]
    wavelength_angstrom: float
    beam_direction: Vector
    origin: str


class CrystalOut(Schema):
    """The crystal as it was refined: q = R(rotation_axis, angle) · UB · hkl, in 1/Å."""

    ub_inverse_angstrom: list[float]
    rotation_axis: Vector
    space_group: str
    unit_cell: tuple[float, float, float, float, float, float]


class SweepOut(Schema):
    """The rotation: angle at the start of the first image, and how far the crystal turns during each."""

    start_deg: float
    width_deg: float


class ManifestOut(Schema):
    """What the diffraction viewer has to know of a run's images."""

    session: str
    run: int
    images: int
    ready: int
    is_collecting: bool
    shape: tuple[int, int]
    dtype: str
    codec: str | None
    gap_from: int
    pool: int
    geometry: GeometryOut | None
    sweep: SweepOut | None
    crystal: CrystalOut | None
    processing: int
    root: str
    ticket: str
    ticket_valid_s: int


@router.get("/sessions/{code}/runs/{int:number}/viewer", operation_id="viewer_manifest", response=ManifestOut)
def viewer_manifest(request: HttpRequest, response: HttpResponse, code: str, number: int) -> dict[str, object]:
    """Return what the diffraction viewer has to know of a run, and a ticket for the bytes of its images."""
    response["Cache-Control"] = "no-store"
    credential = credential_in(request.headers, login=request.session.session_key)
    return _manifest_fields(manifest_of(person_of(request), code, number, credential))


def _manifest_fields(manifest: Manifest) -> dict[str, object]:
    fields = {name: getattr(manifest, name) for name in ManifestOut.model_fields}
    if manifest.geometry is not None:
        fields["geometry"] = {**vars(manifest.geometry), "origin": manifest.geometry_origin}
    return fields
