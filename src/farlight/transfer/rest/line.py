"""Bytes for measuring the line: some to take, and a place for some to be sent to."""

import asyncio
import os
from collections.abc import AsyncGenerator
from typing import Annotated

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Query, Router

from farlight.people.public import ApiKeyOrSessionAsync

router = Router(tags=["files"])

MOST_BYTES = 1 << 30
MOST_UP_BYTES = 16 << 20
LONGEST_S = 10.0
BLOCK = os.urandom(1 << 16)
"""Nothing on the way can pack it."""


@router.get("/line", operation_id="line_down", auth=ApiKeyOrSessionAsync(), response={200: None})
async def line_down(
    request: HttpRequest,  # noqa: ARG001 - the library's signature
    wanted: Annotated[int, Query(alias="bytes", ge=1, le=MOST_BYTES)] = 1 << 20,
) -> StreamingHttpResponse:
    """Return so many bytes that mean nothing, for at most ten seconds: to measure how fast they come."""
    response = StreamingHttpResponse(_bytes(wanted), content_type="application/octet-stream")
    response["Cache-Control"] = "no-store"
    return response


async def _bytes(wanted: int) -> AsyncGenerator[bytes]:
    loop = asyncio.get_running_loop()
    end_s, left = loop.time() + LONGEST_S, wanted
    while left > 0 and loop.time() < end_s:
        yield BLOCK[: min(left, len(BLOCK))]
        left -= len(BLOCK)


@router.post("/line", operation_id="line_up", response={204: None, 413: None})
def line_up(request: HttpRequest) -> HttpResponse:
    """Take bytes that mean nothing, 16 MiB at most: to measure how fast they go."""
    if int(request.headers.get("Content-Length") or 0) > MOST_UP_BYTES:
        return HttpResponse(status=413)
    while request.read(1 << 16):
        continue
    return HttpResponse(status=204)
