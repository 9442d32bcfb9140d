"""How much a request may bring: it is refused before it lies on a disk.

Django writes the whole body of a request into a temporary file before any view sees it, whoever sends it. Files that
are larger than any form come by SFTP.
"""

from collections.abc import Iterable

from farlight.kernel.asgi import Message, Receive, Scope, Send

TOO_LARGE = 413
WORDS = b"That is more than a request may bring. Send large files by SFTP.\n"


async def refuse(send: Send) -> None:
    """Answer that a body is too large, and close the line: the rest of it is not waited for."""
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(WORDS)).encode()),
        (b"connection", b"close"),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": TOO_LARGE, "headers": headers})
    await send({"type": "http.response.body", "body": WORDS})


def is_announced_too_large(scope: Scope, limit_bytes: int) -> bool:
    """Whether a request says by itself that it brings too much."""
    return announced_bytes(scope["headers"]) > limit_bytes


def announced_bytes(headers: Iterable[tuple[bytes, bytes]]) -> int:
    """Return the length that a request gives for its body; 0 when it gives none."""
    found = next((value for name, value in headers if name == b"content-length"), b"")
    return int(found) if found.isdigit() else 0


def counted(receive: Receive, send: Send, limit_bytes: int) -> Receive:
    """Return what gives the body's parts until they are too many: it then looks as if the client went away."""
    left = limit_bytes

    async def receive_counted() -> Message:
        nonlocal left
        message = await receive()
        if message["type"] == "http.request":
            left -= len(message.get("body", b""))
            if left < 0:
                await refuse(send)
                return {"type": "http.disconnect"}
        return message

    return receive_counted
