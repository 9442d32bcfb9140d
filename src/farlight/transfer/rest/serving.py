"""How operations that give bytes are entered: under GET and HEAD."""

from collections.abc import Awaitable, Callable

from django.http import HttpResponseBase
from ninja import Router

from farlight.people.public import ApiKeyOrSessionAsync

Operation = Callable[..., Awaitable[HttpResponseBase]]

BYTES = {200: {"description": "The bytes, or with Range a part of them (206).", "content": {"*/*": {}}}}


def serve(router: Router, path: str, operation: Operation) -> None:
    """Enter an operation under GET and HEAD; the description names GET alone."""
    for method in ("GET", "HEAD"):
        router.api_operation(
            [method],
            path,
            operation_id=operation.__name__,
            auth=ApiKeyOrSessionAsync(),
            include_in_schema=method == "GET",
            openapi_extra={"responses": BYTES},
        )(operation)
