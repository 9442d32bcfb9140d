"""Servers whose processor time is measured: our web process, and h5grove as its documentation starts it."""

import asyncio
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from farlight.config.processes import answers, web_process
from farlight.config.supervisor import ProcessSpec, Supervisor
from farlight.kernel.errors import Unavailable

CONNECTIONS = 4
START_S = 60.0
LOOK_S = 0.05
_CLOCK_SHIFT, _CLOCK_OF_PROCESS = 3, 2
H5GROVE = """
import sys
import hdf5plugin, uvicorn
from fastapi import FastAPI
from h5grove.fastapi_utils import router, settings
settings.base_dir = sys.argv[1]
application = FastAPI()
application.include_router(router)
uvicorn.run(application, host="127.0.0.1", port=int(sys.argv[2]), log_level="warning")
"""


@dataclass(frozen=True)
class Server:
    """A server that runs, and what to ask it for."""

    process: int
    port: int
    headers: Mapping[str, str]
    paths: Sequence[str]

    def processor_s(self) -> float:
        """Return the processor time that the server has used up to now, by threads that ended too.

        The number of a clock of another process is made of the process's: see ``clock_getcpuclockid(3)``.
        """
        return time.clock_gettime(~self.process << _CLOCK_SHIFT | _CLOCK_OF_PROCESS)


def web(supervisor: Supervisor, port: int) -> None:
    """Start our web process as the demo does."""
    supervisor.start(web_process(port))


def h5grove(supervisor: Supervisor, name: str, folder: Path, port: int, environment: Mapping[str, str]) -> None:
    """Start h5grove's FastAPI router under uvicorn."""
    command = (sys.executable, "-c", H5GROVE, str(folder), str(port))
    supervisor.start(ProcessSpec(name=name, command=command, environment=dict(environment)))


def wait_for(address: str) -> None:
    """Wait until a server answers.

    Raises
    ------
    Unavailable
        When it does not.
    """
    deadline_s = time.monotonic() + START_S
    while not answers(address):
        if time.monotonic() > deadline_s:
            raise Unavailable(f"Nothing answers at {address}.")
        time.sleep(LOOK_S)


def processor_ms(server: Server, requests: int) -> float:
    """Ask so many times, over four connections; return the server's processor time for each request."""
    before_s = server.processor_s()
    asyncio.run(_ask(server, requests))
    return 1000 * (server.processor_s() - before_s) / requests


async def _ask(server: Server, requests: int) -> None:
    shares = [range(first, requests, CONNECTIONS) for first in range(CONNECTIONS)]
    await asyncio.gather(*(_one_connection(server, share) for share in shares))


async def _one_connection(server: Server, numbers: range) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port, limit=1 << 22)
    fields = "".join(f"{name}: {value}\r\n" for name, value in server.headers.items())
    try:
        for number in numbers:
            path = server.paths[number % len(server.paths)]
            writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n{fields}\r\n".encode())
            await _read_answer(reader, path)
    finally:
        writer.close()


async def _read_answer(reader: asyncio.StreamReader, path: str) -> int:
    """Read one answer to its end; return its length."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    if not lines[0].startswith("HTTP/1.1 200"):
        raise Unavailable(f"{path} answers {lines[0]}.")
    length = next(int(line.partition(":")[2]) for line in lines if line.lower().startswith("content-length:"))
    left = length
    while left:
        left -= len(await reader.read(min(left, 1 << 20)))
    return length
