"""The ASGI application: bytes of images and websockets by themselves, everything else by Django."""

import os
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "farlight.config.settings")

django_application = get_asgi_application()

from django.conf import settings  # noqa: E402 - as below
from django.db import connection  # noqa: E402 - as below

from farlight.config.bodies import counted, is_announced_too_large, refuse  # noqa: E402 - as below
from farlight.config.pace import Pace, asks_as, refuse_for_now  # noqa: E402 - as below
from farlight.config.turns import USUALLY_AT_ONCE, in_turn  # noqa: E402 - as below
from farlight.desktops.domain.addresses import PREFIX as DESKTOPS  # noqa: E402 - contexts are there once Django is set up
from farlight.desktops.domain.addresses import SMALL_PREFIX as THUMBNAILS  # noqa: E402
from farlight.desktops.web.thumbnails import thumbnail_view  # noqa: E402
from farlight.desktops.web.view import desktop_view  # noqa: E402
from farlight.kernel.asgi import refuse_websocket  # noqa: E402
from farlight.readiness.domain.addresses import PREFIX as SOCKET_CHECK  # noqa: E402
from farlight.readiness.web.socket import socket_check  # noqa: E402
from farlight.viewer.domain.addresses import PREFIX  # noqa: E402
from farlight.viewer.web.img import image_bytes  # noqa: E402
from farlight.webcams.domain.addresses import PREFIX as CAMERAS  # noqa: E402
from farlight.webcams.web.view import camera_view  # noqa: E402

AT_ONCE = settings.DEPLOYMENT.web.at_once or USUALLY_AT_ONCE[connection.vendor]
LARGEST_BODY_BYTES = settings.DEPLOYMENT.web.largest_body_mib << 20

PACE = Pace(settings.DEPLOYMENT.web.requests_a_minute)

WEBSOCKETS = {SOCKET_CHECK: socket_check, CAMERAS: camera_view, DESKTOPS: desktop_view, THUMBNAILS: thumbnail_view}
"""By the beginning of their paths."""


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answer a request."""
    if scope["type"] == "http" and scope["path"].startswith(PREFIX):
        await image_bytes(scope, receive, send)
    elif scope["type"] == "websocket":
        await websocket(scope, receive, send)
    elif scope["type"] == "http" and is_announced_too_large(scope, LARGEST_BODY_BYTES):
        await refuse(send)
    elif scope["type"] == "http" and (wait_s := PACE.wait_s(asks_as(scope, cookie=settings.SESSION_COOKIE_NAME))):
        await refuse_for_now(scope, send, wait_s=wait_s)
    else:
        whole = counted(receive, send, LARGEST_BODY_BYTES)
        await in_turn(django_application, scope, whole, send, at_once=AT_ONCE)


async def websocket(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answer for a websocket."""
    for prefix, answer in WEBSOCKETS.items():
        if scope["path"].startswith(prefix):
            await answer(scope, receive, send)
            return
    await refuse_websocket(receive, send)
