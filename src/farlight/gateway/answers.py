"""What an SFTP channel answers: one part of a file after the other, as fast as the client gives room for it."""

from struct import Struct
from typing import Any

from farlight.gateway.line import HEAD, MOST_PADDING, Line

DATA = Struct(">IBII")
"""Length, kind, number of the request, length of the data."""
BEHIND_LENGTH_BYTES = DATA.size - 4
BEFORE_BYTES = HEAD.size + DATA.size
KEPT_BYTES = BEFORE_BYTES + (256 << 10) + MOST_PADDING
KEPT = 4

_kept: list[bytearray] = []
"""Buffers that nobody needs just now."""


class Answer:
    """An answer with data, in a buffer that has room for what is sent around it.

    Parameters
    ----------
    buffer : bytearray
        That room, and the data's.
    number : int
        Of the request.
    size_bytes : int
        How long the data may be.
    """

    def __init__(self, buffer: bytearray, number: int, size_bytes: int) -> None:
        self.buffer, self.view = buffer, memoryview(buffer)
        self.space = self.view[BEFORE_BYTES : BEFORE_BYTES + size_bytes]
        """Where the data go."""
        self._number = number
        self.begin = self.end = HEAD.size
        """What of it waits to be sent: nothing yet."""

    def complete(self, kind: int, count: int) -> None:
        """Let it be sent with the data that lie in it."""
        DATA.pack_into(self.buffer, HEAD.size, BEHIND_LENGTH_BYTES + count, kind, self._number, count)
        self.end = BEFORE_BYTES + count


class Answers:
    """The answers of one channel, one at a time.

    Parameters
    ----------
    line : Line
        By which they leave.
    channel
        The library's.
    """

    def __init__(self, line: Line, channel: Any) -> None:
        self._line, self._channel = line, channel
        self._answer: Answer | None = None
        self.sent_bytes = 0

    @property
    def is_sending(self) -> bool:
        """Whether an answer is on its way: nothing may come between its parts."""
        return self._answer is not None

    def begin(self, number: int, size_bytes: int) -> Answer:
        """Begin an answer, when there is none."""
        needed_bytes = BEFORE_BYTES + size_bytes + MOST_PADDING
        buffer = _kept.pop() if _kept and needed_bytes <= KEPT_BYTES else bytearray(max(needed_bytes, KEPT_BYTES))
        self._answer = Answer(buffer, number, size_bytes)
        return self._answer

    def drop(self) -> None:
        """Let go of the answer: it was sent, or nobody waits for it."""
        if self._answer is not None:
            answer, self._answer = self._answer, None
            if len(answer.buffer) == KEPT_BYTES and len(_kept) < KEPT:
                _kept.append(answer.buffer)

    def push(self) -> bool:
        """Send of the answer what there is room for; return whether there is none any more, and another may begin."""
        answer, channel, line = self._answer, self._channel, self._line
        if answer is None:
            return not channel._send_buf  # noqa: SLF001 - there is no other way
        while answer.begin < answer.end and channel._send_state == "open":  # noqa: SLF001
            if channel._send_buf or not line.is_free:  # noqa: SLF001
                return False
            if not line.seals:
                channel.write(bytes(answer.view[answer.begin : answer.end]))
                break
            if not channel._send_window:  # noqa: SLF001
                return False
            count = line.send(channel, answer.view, answer.begin, answer.end)
            answer.begin += count
            self.sent_bytes += count
        self.drop()
        return True

    def tell(self, told: bytes) -> None:
        """Send short answers, when no other is on its way."""
        channel, size_bytes = self._channel, len(told)
        if channel._send_state != "open":  # noqa: SLF001
            return
        if channel._send_buf or not self._line.seals or channel._send_window < size_bytes:  # noqa: SLF001
            channel.write(told)
            return
        buffer = bytearray(HEAD.size + size_bytes + MOST_PADDING)
        buffer[HEAD.size : HEAD.size + size_bytes] = told
        self._line.send(channel, memoryview(buffer), HEAD.size, HEAD.size + size_bytes)
