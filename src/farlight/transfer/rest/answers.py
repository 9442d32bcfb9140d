"""Answers that send a representation: whole, in part, in several parts, or not at all."""

import asyncio
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import http_date

from farlight.kernel.ids import new_opaque_id
from farlight.kernel.time import utc_now
from farlight.transfer.access import OpenFiles
from farlight.transfer.domain.conditions import Condition, Validators, condition_of, range_counts
from farlight.transfer.domain.multipart import part_heads
from farlight.transfer.domain.names import content_disposition
from farlight.transfer.domain.ranges import Span, UnsatisfiableRangeError, requested_spans
from farlight.transfer.domain.representations import SHOWN_IN_BROWSERS, Representation
from farlight.transfer.errors import TransferBroken
from farlight.transfer.services.sending import send_pieces
from farlight.transfer.types import Piece

NOTHING_RUNS = "sandbox; default-src 'none'"
"""Content security policy of files: whatever they are, a browser runs nothing of them."""
ONLY_READ = "default-src 'none'; object-src 'self'; frame-ancestors 'self'"
"""The same for PDF, which browsers show in a reader of their own that a sandbox would keep away."""


def answer(
    request: HttpRequest, files: OpenFiles, representation: Representation, *, inline: bool = False
) -> HttpResponseBase:
    """Answer a GET or HEAD request for a representation, by its conditions and ranges."""
    validators = Validators(tag=representation.tag, modified_at=representation.modified_at, now=utc_now())
    condition = condition_of(request.headers, validators)
    if condition is Condition.SEND:
        response = _content(request, files, representation, validators)
    else:
        response = HttpResponse(status=304 if condition is Condition.NOT_MODIFIED else 412)
        del response.headers["Content-Type"]
    for name, value in _headers_of(representation, validators, inline=inline).items():
        response[name] = value
    return response


def _headers_of(representation: Representation, validators: Validators, *, inline: bool) -> dict[str, str]:
    shown = inline and representation.media_type in SHOWN_IN_BROWSERS
    return {
        "ETag": validators.etag,
        "Last-Modified": http_date(_not_in_the_future(representation.modified_at, validators.now).timestamp()),
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-cache",
        "Content-Disposition": content_disposition(representation.name, inline=shown),
        "Content-Security-Policy": ONLY_READ if representation.media_type == "application/pdf" else NOTHING_RUNS,
    }


def _not_in_the_future(when: datetime, now: datetime) -> datetime:
    return min(when, now)


def _content(
    request: HttpRequest, files: OpenFiles, representation: Representation, validators: Validators
) -> HttpResponseBase:
    whole = Span(0, representation.size_bytes)
    if request.method == "HEAD":
        return _body(files, [], whole.length_bytes, media_type=representation.media_type)
    wanted = request.headers.get("Range", "") if range_counts(request.headers.get("If-Range", ""), validators) else ""
    try:
        spans = requested_spans(wanted, representation.size_bytes)
    except UnsatisfiableRangeError:
        headers = {"Content-Range": f"bytes */{representation.size_bytes}"}
        return HttpResponse(
            "The range lies outside the file.\n", status=416, content_type="text/plain", headers=headers
        )
    if spans is None:
        return _body(files, representation.pieces(whole), whole.length_bytes, media_type=representation.media_type)
    return _part(files, representation, spans[0]) if len(spans) == 1 else _parts(files, representation, spans)


def _part(files: OpenFiles, representation: Representation, span: Span) -> HttpResponseBase:
    response = _body(
        files, representation.pieces(span), span.length_bytes, media_type=representation.media_type, status=206
    )
    response["Content-Range"] = span.content_range(representation.size_bytes)
    return response


def _parts(files: OpenFiles, representation: Representation, spans: Sequence[Span]) -> HttpResponseBase:
    boundary = new_opaque_id("farlight-", length=24)
    media_type, size = representation.media_type, representation.size_bytes
    *heads, end = part_heads(spans, size_bytes=size, media_type=media_type, boundary=boundary)

    def pieces() -> Iterator[Piece]:
        for head, span in zip(heads, spans, strict=True):
            yield head
            yield from representation.pieces(span)
        yield end

    length = sum(map(len, heads)) + sum(span.length_bytes for span in spans) + len(end)
    return _body(files, pieces(), length, media_type=f"multipart/byteranges; boundary={boundary}", status=206)


def _body(
    files: OpenFiles, pieces: Iterator[Piece] | list[Piece], length: int, *, media_type: str, status: int = 200
) -> HttpResponseBase:
    text = "; charset=utf-8" if media_type == "text/plain" else ""
    sent = _cut_when_broken(send_pieces(files, pieces))
    response = StreamingHttpResponse(sent, status=status, content_type=f"{media_type}{text}")
    response["Content-Length"] = str(length)
    return response


async def _cut_when_broken(parts: AsyncGenerator[bytes]) -> AsyncGenerator[bytes]:
    """End as if the line were cut, which Django and the server take for the end of the connection, when it breaks."""
    try:
        async with aclosing(parts):
            async for part in parts:
                yield part
    except TransferBroken as broken:
        raise asyncio.CancelledError from broken
