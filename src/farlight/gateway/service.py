"""The gateway as a process: it listens, and sees that nobody stays whose account or key counts no more."""

import asyncio
import logging
import signal
import socket
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncssh

from farlight.gateway.checksums import answer_command
from farlight.gateway.entrance import Entrance
from farlight.gateway.host_keys import host_keys
from farlight.gateway.lane import open_lanes
from farlight.gateway.sealing import seal_by_ourselves
from farlight.gateway.sftp import SessionsServer
from farlight.gateway.shells import answer_shell
from farlight.gateway.visitors import in_thread
from farlight.leases.public import certificates_left_among, keys_counting_among
from farlight.people.public import active_among

log = logging.getLogger(__name__)

PACKET_BYTES = 256 << 10
LOOK_S = 1.0
GCM = ("aes128-gcm@openssh.com", "aes256-gcm@openssh.com")
"""Most clients list ChaCha first and the client's order wins; where AES is in hardware, GCM takes half the work."""
FALLBACK = ("chacha20-poly1305@openssh.com", "aes256-ctr", "aes128-ctr")
MACS = ("hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com")
LOGIN_S = 90.0
"""So long somebody may look for the telephone that shows codes."""


@dataclass(frozen=True, kw_only=True)
class Listening:
    """Where and how."""

    host: str
    port: int
    keys: Path
    site: str
    """Address of the pages, for what people are told."""
    fallback_ciphers: bool = False
    window_bytes: int = 64 << 20
    """A line of 50 ms with 10 Gbit/s holds so much: with less, uploads from far away crawl."""
    keepalive_s: float = 30.0
    """After so long a silence a line is asked whether it still holds; it is let go when it does not answer thrice."""
    rekey_bytes: int = 1 << 30
    """After so many new keys are agreed on."""
    shared: bool = False
    """Whether several processes listen on the port."""


class Gateway:
    """One process of the gateway."""

    def __init__(self, listening: Listening) -> None:
        self._listening = listening
        self._entrances: set[Entrance] = set()
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def site(self) -> str:
        """Address of the pages."""
        return self._listening.site

    def remember(self, entrance: Entrance) -> None:
        """Somebody came to the door."""
        self._entrances.add(entrance)

    def forget(self, entrance: Entrance) -> None:
        """Somebody went."""
        self._entrances.discard(entrance)

    def in_background(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something to its end, whatever happens to the connection that it is about."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def listen(self) -> asyncssh.SSHAcceptor:
        """Begin to listen; several processes may share a port."""
        chosen = self._listening
        seal_by_ourselves()
        open_lanes()
        acceptor = await asyncssh.listen(
            sock=_listening_socket(chosen),
            server_factory=lambda: Entrance(self),
            server_host_keys=host_keys(chosen.keys),
            encryption_algs=[*GCM, *(FALLBACK if chosen.fallback_ciphers else ())],
            mac_algs=list(MACS),
            compression_algs=["none"],
            process_factory=_answer,
            encoding=None,
            sftp_factory=lambda channel: SessionsServer(channel, visitor_of(channel)),
            allow_scp=False,
            agent_forwarding=False,
            x11_forwarding=False,
            line_editor=False,
            window=chosen.window_bytes,
            max_pktsize=PACKET_BYTES,
            rekey_bytes=chosen.rekey_bytes,
            login_timeout=LOGIN_S,
            keepalive_interval=chosen.keepalive_s,
            server_version="Farlight",
        )
        self.in_background(self._look())
        return acceptor

    async def _look(self) -> None:
        """Each second: who has come in, and is open, and came with a key that counts."""
        while True:
            await asyncio.sleep(LOOK_S)
            here = [(entrance, entrance.visitor) for entrance in self._entrances if entrance.visitor]
            if not here:
                continue
            people = {visitor.person.pk for _, visitor in here}
            keys = {visitor.key for _, visitor in here if visitor.key}
            active, counting = await in_thread(_asked, people, keys)
            for _, visitor in here:
                if visitor.person.pk not in active or (visitor.key and visitor.key not in counting):
                    log.info("%s is cut off: the account is locked, or the key gone", visitor.person.username)
                    visitor.cut()

    async def stop(self) -> None:
        """Cut all lines, and let go of what they had open."""
        for entrance in list(self._entrances):
            entrance.abort()
            if entrance.visitor:
                await entrance.visitor.leave()
        for task in self._tasks:
            task.cancel()


def visitor_of(channel: Any) -> Any:
    """Return who has come in on the connection of a channel."""
    return channel.get_connection().get_owner().visitor


async def _answer(process: "asyncssh.SSHServerProcess[bytes]") -> None:
    """Answer a command; a terminal leads to a shell on a computer of a beamline."""
    answer = answer_shell if process.term_type else answer_command
    await answer(process, visitor_of(process.channel))


def _asked(people: set[int], keys: set[str]) -> tuple[set[int], set[str]]:
    if not keys:
        return active_among(people), set()
    return active_among(people), keys_counting_among(keys) | certificates_left_among(keys)


def _listening_socket(chosen: Listening) -> socket.socket:
    listening = socket.socket(socket.AF_INET6 if ":" in chosen.host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if chosen.shared:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listening.bind((chosen.host, chosen.port))
    return listening


async def run_gateway(listening: Listening) -> None:
    """Serve until told to stop (SIGTERM or Ctrl-C)."""
    gateway, stopping = Gateway(listening), asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    acceptor = await gateway.listen()
    log.info("the gateway listens on port %s", acceptor.get_port())
    await stopping.wait()
    acceptor.close()
    await gateway.stop()
