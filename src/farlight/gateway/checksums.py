"""The few commands that are answered: checksums of files, as rclone and scripts ask for them."""

import asyncio
import hashlib
import os
import shlex
from typing import Any

import asyncssh

from farlight.gateway.paths import place_of
from farlight.gateway.visitors import Visitor

COMMANDS = {"md5sum": "md5", "sha1sum": "sha1", "sha256sum": "sha256"}
READ_BYTES = 1 << 20
NO_SHELL = (
    b"There is no shell here: use SFTP, or md5sum, sha1sum, sha256sum of a file. "
    b"For a computer of your beamline: ssh -t, and its name.\n"
)
REFUSED, MISSING = 126, 1


async def answer_command(process: "asyncssh.SSHServerProcess[bytes]", visitor: Visitor) -> None:
    """Answer one command, and end."""
    words = _words(process.command or "")
    if len(words) < 2 or words[0] not in COMMANDS:  # noqa: PLR2004 - a command and a file
        process.stderr.write(NO_SHELL)
        process.exit(REFUSED)
        return
    status = 0
    for name in words[1:]:
        try:
            digest = await _digest(visitor, COMMANDS[words[0]], name)
        except (OSError, asyncssh.SFTPError) as error:
            process.stderr.write(f"{words[0]}: {name}: {error}\n".encode())
            status = MISSING
        else:
            process.stdout.write(f"{digest}  {name}\n".encode("utf-8", "surrogateescape"))
    process.exit(status)


def _words(command: str) -> list[str]:
    try:
        words = shlex.split(command)
    except ValueError:
        return []
    return [word for word in words if word != "--"]


async def _digest(visitor: Visitor, algorithm: str, name: str) -> str:
    place = place_of(os.fsencode(name))
    if place is None or not place.parts:
        raise asyncssh.SFTPNoSuchFile("No such file")
    stay = await visitor.enter(place.session)
    file = await stay.disk.run(stay.storage.open, place.parts)
    try:
        digest: Any = hashlib.new(algorithm, usedforsecurity=False)
        position = 0
        while part := await stay.disk.run(os.pread, file, READ_BYTES, position):
            stay.check()
            await asyncio.to_thread(digest.update, part)
            position += len(part)
        return str(digest.hexdigest())
    finally:
        await stay.disk.run(os.close, file)
