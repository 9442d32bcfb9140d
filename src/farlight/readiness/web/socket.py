"""A websocket that opens, says so, and closes: whether anything on the way keeps websockets from opening."""

from farlight.kernel.asgi import Receive, Scope, Send, comes_from_our_page, refuse_websocket


async def socket_check(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer for ``/readiness/socket``; it tells nothing and keeps nothing."""
    if not comes_from_our_page(scope):
        await refuse_websocket(receive, send)
        return
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.send", "text": "open"})
    await send({"type": "websocket.close", "code": 1000})
