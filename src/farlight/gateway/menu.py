"""Which computer a visitor wants a shell on: they name it, or choose from what is open to them now."""

from collections.abc import Sequence

import asyncssh

from farlight.gateway.computers import Choice, Closed, choices
from farlight.gateway.visitors import Visitor, in_thread
from farlight.kernel.ids import SESSION_CODE

LONGEST_ANSWER = 3
BACKSPACES, ENDS, ENTERS = b"\x7f\x08", b"\x03\x04", b"\r\n"
NOTHING = "No computer of a beamline is open to you now: see “Why can't I?” on your session's page."
USAGE = "Say which: ssh -t GATEWAY [SESSION] COMPUTER"

Process = asyncssh.SSHServerProcess[bytes]


async def chosen(process: Process, visitor: Visitor, words: Sequence[str]) -> tuple[str, str]:
    """Return session (empty for whichever allows it) and computer.

    Raises
    ------
    Closed
        When there is nothing to choose from, or the visitor leaves.
    """
    if len(words) == 1 and not SESSION_CODE.fullmatch(words[0]):
        return "", words[0]
    if len(words) == 2:  # noqa: PLR2004 - a session and a computer
        return words[0], words[1]
    if len(words) > 1:
        raise Closed(USAGE)
    offered = [one for one in await in_thread(choices, visitor.person) if not words or one.session == words[0]]
    if not offered:
        raise Closed(NOTHING)
    one = offered[0] if len(offered) == 1 else await _asked(process, offered)
    return one.session, one.computer.name


async def _asked(process: Process, offered: Sequence[Choice]) -> Choice:
    lines = [f"{number:>3}  {one.computer.name}  ({one.session})" for number, one in enumerate(offered, 1)]
    process.stdout.write(("\r\n".join(["Open to you now:", *lines]) + "\r\n").encode())
    while True:
        process.stdout.write(b"Number: ")
        answer = await _line(process)
        if answer.isdecimal() and 1 <= int(answer) <= len(offered):
            return offered[int(answer) - 1]


async def _line(process: Process) -> str:
    """Read a line from a terminal that shows nothing by itself."""
    typed = ""
    while True:
        try:
            key = await process.stdin.read(1)
        except asyncssh.TerminalSizeChanged:
            continue
        if not key or key in ENDS:
            raise Closed("Nothing was chosen.")
        if key in ENTERS:
            process.stdout.write(b"\r\n")
            return typed
        if key in BACKSPACES:
            process.stdout.write(b"\b \b" if typed else b"")
            typed = typed[:-1]
        elif key.isdigit() and len(typed) < LONGEST_ANSWER:
            process.stdout.write(key)
            typed += key.decode()
