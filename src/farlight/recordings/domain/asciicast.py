"""Asciicast, version 2: a line of JSON that says what the terminal is, and a line for all that it showed.

Each line changes the running hash, which covers the recording's code and every line before. Source:
https://docs.asciinema.org/manual/asciicast/v2/
"""

import json
from codecs import getincrementaldecoder
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from farlight.recordings.types import RecordingFault, Seal

LONGEST_TEXT = 200


def first_hash(code: str) -> str:
    """Return the hash before the first line."""
    return sha256(f"farlight recording {code}".encode()).hexdigest()


def hash_after(previous: str, line: bytes) -> str:
    """Return the running hash after a line, given with its end."""
    return sha256(previous.encode() + line).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Terminal:
    """What a terminal is at the start."""

    width: int
    height: int
    kind: str
    """As TERM says: ``xterm-256color``."""
    title: str
    began_s: int
    """Seconds since 1970."""


class Transcript:
    """Turns what a terminal shows into lines. Bytes of a letter that are not all there yet wait for the rest."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._decoder = getincrementaldecoder("utf-8")("replace")

    def header(self) -> bytes:
        """Return the first line."""
        has = self._terminal
        return _line(
            {
                "version": 2,
                "width": max(has.width, 1),
                "height": max(has.height, 1),
                "timestamp": has.began_s,
                "title": has.title[:LONGEST_TEXT],
                "env": {"TERM": has.kind[:LONGEST_TEXT]},
            }
        )

    def shown(self, data: bytes, *, after_s: float) -> bytes:
        """Return the line of what was shown so long after the start; nothing while no letter is whole."""
        text = self._decoder.decode(data)
        return _line([round(after_s, 6), "o", text]) if text else b""

    def resized(self, width: int, height: int, *, after_s: float) -> bytes:
        """Return the line of another size."""
        return _line([round(after_s, 6), "r", f"{width}x{height}"])


def _line(parts: object) -> bytes:
    return json.dumps(parts, ensure_ascii=False, separators=(", ", ": ")).encode("utf-8", "replace") + b"\n"


def sealed_further(code: str, lines: Iterable[bytes], seal: Seal) -> Seal | None:
    """Return the seal over all whole lines of a recording whose process died.

    What was not sealed yet follows what was; a last line without its end is left out. None when the lines are not what
    was sealed: then they prove nothing.
    """
    running = Seal(lines=0, size_bytes=0, hash=first_hash(code))
    is_proved = seal == running
    for line in lines:
        if not line.endswith(b"\n"):
            break
        size_bytes = running.size_bytes + len(line)
        running = Seal(lines=running.lines + 1, size_bytes=size_bytes, hash=hash_after(running.hash, line))
        is_proved = is_proved or running == seal
    return running if is_proved else None


def fault_in(code: str, lines: Iterable[bytes], seal: Seal, *, has_ended: bool) -> RecordingFault | None:
    """Return what is wrong with the lines of a recording; None when they are what was sealed."""
    running, number = first_hash(code), 0
    for line in lines:
        if number == seal.lines:
            return RecordingFault.LONGER if has_ended else None
        running, number = hash_after(running, line), number + 1
        if number == seal.lines and running != seal.hash:
            return RecordingFault.CHANGED
    return RecordingFault.CUT if number < seal.lines else None
