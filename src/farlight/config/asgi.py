"""The ASGI application: bytes of images by themselves, everything else by Django."""

import os
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "farlight.config.settings")

django_application = get_asgi_application()

from farlight.viewer.domain.addresses import PREFIX  # noqa: E402 - contexts are there once Django is set up
from farlight.viewer.web.img import image_bytes  # noqa: E402


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answer a request."""
    if scope["type"] == "http" and scope["path"].startswith(PREFIX):
        await image_bytes(scope, receive, send)
    else:
        await django_application(scope, receive, send)
