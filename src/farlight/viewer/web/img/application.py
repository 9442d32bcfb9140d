"""The ASGI application of ``/img/…``: a ticket opens a root, under which everything is bytes that never change."""

import asyncio
from collections.abc import Awaitable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from farlight.kernel.errors import FarlightError, NotFound, Unavailable
from farlight.viewer.access import Admission, Guard
from farlight.viewer.domain.addresses import Address, Chunk, Overview, Predictions, Spots, Wanted, parsed
from farlight.viewer.domain.frames import is_unpacked_by_browsers
from farlight.viewer.queries.sheets import shelf
from farlight.viewer.web.img.orders import order_for, place_of, shop_for
from farlight.viewer.web.img.sending import (
    AS_IT_IS,
    BYTES,
    FOREVER,
    PIECE_BYTES,
    Headers,
    Receive,
    Send,
    leaving,
    refuse,
    send_stretch,
    send_whole,
)

Fields = tuple[tuple[bytes, bytes], ...]
_NOTHING = "There is nothing here."
_RENEW = "The ticket is over. Ask for another one."
_JPEG: Fields = ((b"content-type", b"image/jpeg"), FOREVER)
_WEBP: Fields = ((b"content-type", b"image/webp"), FOREVER)
_NUMBERS: Fields = (BYTES, FOREVER)
_PACKED: Fields = (BYTES, (b"farlight-codec", b"bslz4"), FOREVER)


class Request(NamedTuple):
    """A request, as far as it matters here, and its answer's way."""

    method: str
    ticket: str
    wanted_bytes: bytes
    """``Range``, if any."""
    receive: Receive
    send: Send

    @property
    def with_body(self) -> bool:
        """Whether more than the head is wanted."""
        return self.method == "GET"


class ImageBytes:
    """Answers for images' bytes; one for each process."""

    def __init__(self) -> None:
        self._guard = Guard()

    def at_hand(self, url: bytes, headers: Headers) -> tuple[bytes, bytes] | None:
        """Return head and body of the answer to a GET, when they need only be taken from memory; None otherwise."""
        path, _, query = url.partition(b"?")
        address = parsed(path.decode("latin-1"), query)
        if address is None or not self._guard.is_granted_still(_ticket_in(headers), address.root):
            return None
        body = shop_for(address.wanted).kept.find(address.name)
        if body is None or len(body) > PIECE_BYTES:
            return None
        return b"%bcontent-length: %d\r\n" % (_head_of(_headers_of(address.wanted, body)), len(body)), body

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = _request(scope, receive, send)
        is_asking = request.method in {"GET", "HEAD"} and request.ticket
        address = parsed(scope["path"], scope["query_string"]) if is_asking else None
        if address is None:
            await refuse(send, 404, _NOTHING)
            return
        if self._guard.is_granted_still(request.ticket, address.root):
            await _answer_or_refuse(request, address)
            return
        admission = await self._guard.admission(request.ticket, address.root, address.session)
        if admission is Admission.GRANTED:
            await _answer_or_refuse(request, address)
        elif admission is Admission.RENEW:
            await refuse(send, 401, _RENEW)
        else:
            await refuse(send, 404, _NOTHING)


def _ticket_in(headers: Headers) -> str:
    for name, value in headers:
        if name == b"farlight-ticket":
            return value.decode("latin-1")
    return ""


def _request(scope: Mapping[str, Any], receive: Receive, send: Send) -> Request:
    ticket = wanted_bytes = b""
    for name, value in scope["headers"]:
        if name == b"farlight-ticket":
            ticket = value
        elif name == b"range":
            wanted_bytes = value
    return Request(scope["method"], ticket.decode("latin-1"), wanted_bytes, receive, send)


async def _answer_or_refuse(request: Request, address: Address) -> None:
    try:
        await _answer(request, address)
    except NotFound as missing:
        await refuse(request.send, 404, missing.message)
    except Unavailable as busy:
        await refuse(request.send, 503, busy.message, more=[(b"retry-after", b"1")])
    except FarlightError as damaged:
        await refuse(request.send, 422, damaged.message)


async def _answer(request: Request, address: Address) -> None:
    wanted = address.wanted
    shop = shop_for(wanted)
    body = shop.kept.find(address.name)
    if body is not None:
        await send_whole(request.send, 200, _headers_of(wanted, body), body, with_body=request.with_body)
        return
    sheet = shelf.at_hand(address.root) or await shelf.fetched(address)
    if isinstance(wanted, Chunk) and sheet.is_served_as_stored:
        place = await place_of(sheet, wanted.image)
        if place is not None and is_unpacked_by_browsers(place.codec):
            headers = [BYTES, (b"farlight-codec", place.codec.encode()), FOREVER]
            stretch = place, request.wanted_bytes
            await send_stretch(request.send, request.receive, *stretch, with_body=request.with_body, headers=headers)
            return
    made = await _unless_gone(request.receive, shop.made(address.name, await order_for(sheet, wanted)))
    if made is not None:
        await send_whole(request.send, 200, _headers_of(wanted, made), made, with_body=request.with_body)


def _headers_of(wanted: Wanted, body: bytes) -> Fields:
    if isinstance(wanted, Overview):
        return _WEBP if body.startswith(b"RIFF") else _JPEG
    return _NUMBERS if isinstance(wanted, Spots | Predictions) else _PACKED


@lru_cache(maxsize=16)
def _head_of(headers: Fields) -> bytes:
    return b"".join(b"%b: %b\r\n" % field for field in (*headers, AS_IT_IS))


async def _unless_gone(receive: Receive, making: Awaitable[bytes]) -> bytes | None:
    """Return what is being made; None when nobody is there any more to have it."""
    work = asyncio.ensure_future(making)
    async with leaving(receive) as left:
        try:
            await asyncio.wait({work, left}, return_when=asyncio.FIRST_COMPLETED)
            return await work if work.done() else None
        finally:
            work.cancel()


image_bytes = ImageBytes()
"""The application of this process."""
