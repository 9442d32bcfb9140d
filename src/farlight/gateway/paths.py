"""Paths as SFTP clients write them: ``/mx2345-7/raw/run-001/``; names of computers as SSH clients do. Pure."""

import re
from dataclasses import dataclass

from farlight.kernel.ids import SESSION_CODE

WRITABLE = b"processed"
LONGEST_NAME_BYTES = 255
HOST_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?\.?")
_FIRST_PRINTABLE, _DELETE = 0x20, 0x7F


@dataclass(frozen=True)
class Place:
    """Where a path leads: the list of sessions (``session`` empty), or something in a session's folder."""

    session: str
    parts: tuple[bytes, ...] = ()

    @property
    def is_writable(self) -> bool:
        """Whether it lies in the folder that people may write into; that folder itself stays as it is."""
        return len(self.parts) > 1 and self.parts[0] == WRITABLE


def normal(path: bytes) -> bytes:
    """Return a path without steps aside and up. There are no links, so this is what it means."""
    steps: list[bytes] = []
    for step in path.split(b"/"):
        if step == b"..":
            del steps[-1:]
        elif step not in {b"", b"."}:
            steps.append(step)
    return b"/" + b"/".join(steps)


def place_of(path: bytes) -> Place | None:
    """Return where a path leads; None when nothing can be there: no session, a hidden name, one that is too long."""
    steps = tuple(step for step in normal(path).split(b"/") if step)
    if not steps:
        return Place("")
    session = steps[0].decode("ascii", "replace")
    hidden = any(step.startswith(b".") or len(step) > LONGEST_NAME_BYTES or b"\0" in step for step in steps)
    return None if hidden or not SESSION_CODE.match(session) else Place(session, steps[1:])


def is_new_name(name: bytes) -> bool:
    """Whether something new may be called so: UTF-8 without control characters, so that no program is fooled by it."""
    try:
        text = name.decode("utf-8")
    except UnicodeDecodeError:
        return False
    controlled = any(byte < _FIRST_PRINTABLE or byte == _DELETE for byte in name)
    return not controlled and text.isprintable() and text == text.strip() and "\\" not in text


def is_host_name(text: str) -> bool:
    """Whether a text is a name that a computer may have: nothing that a terminal would obey."""
    return HOST_NAME.fullmatch(text) is not None
