"""The web process inside the test's own process, on a free port: real clients talk to it by TCP."""

import gc
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from farlight.config.asgi import application


@contextmanager
def web_server() -> Iterator[str]:
    """Serve until the block ends; the value is the address without a slash at its end."""
    config = uvicorn.Config(
        application,
        host="127.0.0.1",
        port=0,
        http="farlight.config.protocol:Protocol",
        lifespan="off",
        log_level="critical",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for _ in range(500):
        if server.started:
            break
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


@contextmanager
def letting_go() -> Iterator[None]:
    """Let go here, and not in whichever test comes next, of lines that a server leaves to the collector at its end."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
