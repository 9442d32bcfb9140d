"""A beamline's computer to try the gateway with: it speaks SSH, and knows a few words."""

import socket
from collections.abc import Callable
from functools import cache
from typing import Any

import asyncssh

PROMPT = "sim1-control> "
WELCOME = "This is the simulated control computer of SIM1. Say help for what it knows, exit to leave.\n"
MOTORS_MM = {"sample_x": 0.012, "sample_y": -0.004, "sample_z": 0.120, "detector_distance": 130.0, "beamstop_x": 0.0}


class _Open(asyncssh.SSHServer):
    """Nobody reaches it but through the gateway, which has asked everything already."""

    def begin_auth(self, username: str) -> bool:  # noqa: ARG002 - the library's signature
        """Ask for nothing."""
        return False


def _help(_: list[str]) -> str:
    return "help, motors, read NAME, echo WORDS, exit\n"


def _motors(_: list[str]) -> str:
    return "".join(f"{name:<20}{value:>10.3f} mm\n" for name, value in MOTORS_MM.items())


def _read(words: list[str]) -> str:
    found = [name for name in words if name in MOTORS_MM]
    return "".join(f"{name} = {MOTORS_MM[name]:.3f} mm\n" for name in found) or "There is no such motor.\n"


def _echo(words: list[str]) -> str:
    return " ".join(words) + "\n"


_KNOWN: dict[str, Callable[[list[str]], str]] = {"help": _help, "motors": _motors, "read": _read, "echo": _echo}


def answer(line: str) -> str | None:
    """Return what the computer says to a line; None when it is to end."""
    words = line.split()
    if words[:1] in (["exit"], ["logout"]):
        return None
    if not words:
        return ""
    known = _KNOWN.get(words[0])
    return known(words[1:]) if known else f"{words[0]}: there is no such command; say help.\n"


async def _talk(process: "asyncssh.SSHServerProcess[str]") -> None:
    if process.command is not None:
        process.stdout.write(answer(process.command) or "")
        process.exit(0)
        return
    process.stdout.write(WELCOME + PROMPT)
    async for line in process.stdin:
        said = answer(line)
        if said is None:
            break
        process.stdout.write(said + PROMPT)
    process.exit(0)


@cache
def _host_key() -> asyncssh.SSHKey:
    return asyncssh.generate_private_key("ssh-ed25519")


async def serve(line: socket.socket) -> None:
    """Play the computer on one connection, until it ends."""
    how: dict[str, Any] = {"server_factory": _Open, "server_host_keys": [_host_key()], "process_factory": _talk}
    connection = await asyncssh.run_server(line, agent_forwarding=False, **how)
    await connection.wait_closed()
