"""Answers that send a representation: whole, in part, in several parts, or not at all."""

import asyncio
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import http_date

from farlight.kernel.ids import new_opaque_id
from farlight.kernel.time import utc_now
from farlight.transfer.access import OpenFiles
from farlight.transfer.domain.checksums import Sums
from farlight.transfer.domain.conditions import Condition, Validators, condition_of, range_counts
from farlight.transfer.domain.downloads import Asked, Way
from farlight.transfer.domain.multipart import part_heads
from farlight.transfer.domain.names import content_disposition
from farlight.transfer.domain.ranges import Span, UnsatisfiableRangeError, requested_spans
from farlight.transfer.domain.representations import (
    SHOWN_IN_BROWSERS,
    ArchiveRepresentation,
    Representation,
    TextRepresentation,
)
from farlight.transfer.errors import TransferBroken
from farlight.transfer.services.following import begin_download
from farlight.transfer.services.progress import Progress
from farlight.transfer.services.sending import Sending, send_pieces
from farlight.transfer.types import Piece

BY_KERNEL = "farlight.sendfile"
"""The extension of ASGI by which the web process offers to send files by the kernel."""
NOTHING_RUNS = "sandbox; default-src 'none'"
"""Content security policy of files: whatever they are, a browser runs nothing of them."""
ONLY_READ = "default-src 'none'; object-src 'self'; frame-ancestors 'self'"
"""The same for PDF, which browsers show in a reader of their own that a sandbox would keep away."""


def answer(
    request: HttpRequest,
    files: OpenFiles,
    representation: Representation,
    *,
    sums: Sums | None = None,
    inline: bool = False,
) -> HttpResponseBase:
    """Answer a GET or HEAD request for a representation, by its conditions and ranges.

    ``sums`` are the checksums that an archive need not read its files for.
    """
    validators = _validators_of(representation)
    condition = condition_of(request.headers, validators)
    if condition is Condition.SEND:
        exchange = Exchange(request, files, representation, is_followed=not inline)
        response = _content(exchange, sums, validators)
    else:
        response = HttpResponse(status=304 if condition is Condition.NOT_MODIFIED else 412)
        del response.headers["Content-Type"]
    for name, value in _headers_of(representation, validators, inline=inline).items():
        response[name] = value
    return response


def _validators_of(representation: Representation) -> Validators:
    tag, *also = representation.tags
    is_content = tag.startswith("sha256-")
    when = representation.modified_at
    return Validators(tag=tag, also=tuple(also), is_content=is_content, modified_at=when, now=utc_now())


def _headers_of(representation: Representation, validators: Validators, *, inline: bool) -> dict[str, str]:
    shown = inline and representation.media_type in SHOWN_IN_BROWSERS
    digest = {"Repr-Digest": representation.digest} if representation.digest else {}
    return {
        **digest,
        "ETag": validators.etag,
        "Last-Modified": http_date(_not_in_the_future(representation.modified_at, validators.now).timestamp()),
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-cache",
        "Content-Disposition": content_disposition(representation.name, inline=shown),
        "Content-Security-Policy": ONLY_READ if representation.media_type == "application/pdf" else NOTHING_RUNS,
    }


def _not_in_the_future(when: datetime, now: datetime) -> datetime:
    return min(when, now)


@dataclass(frozen=True)
class Exchange:
    """A request, and what it is about."""

    request: HttpRequest
    files: OpenFiles
    representation: Representation
    is_followed: bool
    """Whether it counts as taking something home, and not as looking at it here."""

    def sending(self, sums: Sums | None, spans: list[Span]) -> Sending:
        """Begin to send parts of the representation."""
        scope = getattr(self.request, "scope", {})
        send_file = scope.get("extensions", {}).get(BY_KERNEL)
        return Sending(self.files, sums, self._progress(spans) if spans else None, send_file)

    def _progress(self, spans: list[Span]) -> Progress | None:
        person = self.files.person
        if person is None or not self.is_followed or isinstance(self.representation, TextRepresentation):
            return None
        asked = Asked(
            session_id=self.files.session_id,
            session=self.files.session,
            person_id=person.pk,
            person=person.username,
            way=Way.HTTPS,
            address=self.request.META.get("REMOTE_ADDR", ""),
            client=self.request.headers.get("User-Agent", "").partition(" ")[0],
            words=self.representation.what,
            key=self.representation.tags[-1],
            size_bytes=self.representation.size_bytes,
            is_archive=isinstance(self.representation, ArchiveRepresentation),
        )
        return Progress(begin_download(asked, now=utc_now(), holder=person), asked.key, spans)


def _content(exchange: Exchange, sums: Sums | None, validators: Validators) -> HttpResponseBase:
    request, representation = exchange.request, exchange.representation
    whole = Span(0, representation.size_bytes)
    if request.method == "HEAD":
        nothing = exchange.sending(sums, [])
        return _body(nothing, [], whole.length_bytes, media_type=representation.media_type)
    wanted = request.headers.get("Range", "") if range_counts(request.headers.get("If-Range", ""), validators) else ""
    try:
        spans = requested_spans(wanted, representation.size_bytes)
    except UnsatisfiableRangeError:
        headers = {"Content-Range": f"bytes */{representation.size_bytes}"}
        return HttpResponse(
            "The range lies outside the file.\n", status=416, content_type="text/plain", headers=headers
        )
    sending = exchange.sending(sums, spans or [whole])
    if spans is None:
        return _body(sending, representation.pieces(whole), whole.length_bytes, media_type=representation.media_type)
    return _part(sending, representation, spans[0]) if len(spans) == 1 else _parts(sending, representation, spans)


def _part(sending: Sending, representation: Representation, span: Span) -> HttpResponseBase:
    response = _body(
        sending, representation.pieces(span), span.length_bytes, media_type=representation.media_type, status=206
    )
    response["Content-Range"] = span.content_range(representation.size_bytes)
    return response


def _parts(sending: Sending, representation: Representation, spans: Sequence[Span]) -> HttpResponseBase:
    boundary = new_opaque_id("farlight-", length=24)
    media_type, size = representation.media_type, representation.size_bytes
    *heads, end = part_heads(spans, size_bytes=size, media_type=media_type, boundary=boundary)

    def pieces() -> Iterator[Piece]:
        for head, span in zip(heads, spans, strict=True):
            yield head
            yield from representation.pieces(span)
        yield end

    length = sum(map(len, heads)) + sum(span.length_bytes for span in spans) + len(end)
    return _body(sending, pieces(), length, media_type=f"multipart/byteranges; boundary={boundary}", status=206)


def _body(
    sending: Sending, pieces: Iterator[Piece] | list[Piece], length: int, *, media_type: str, status: int = 200
) -> HttpResponseBase:
    text = "; charset=utf-8" if media_type == "text/plain" else ""
    sent = _cut_when_broken(send_pieces(sending, pieces))
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
