"""What a client of SFTP asks, out of the bytes that come: in pieces as they came, so that nothing is copied.

The form is that of draft-ietf-secsh-filexfer-02, the third version, which all clients speak.
"""

from collections import deque
from struct import Struct

from asyncssh.packet import SSHPacket
from asyncssh.sftp import MAX_SFTP_PACKET_LEN, SFTPBadMessage

LENGTH = Struct(">I")
BEGINNING = Struct(">BI")
"""Kind and number of a request."""
SPAN = Struct(">QI")
"""From which byte on, and how many."""
SMALL_BYTES = 2 << 10
"""Pieces smaller than this are put together: what comes a byte at a time is not to take a hundred for each."""
FIRST_BYTES = 512
"""Within these a request says what it is about; longer names of open files are nobody's."""


class Request:
    """A request that came whole.

    Parameters
    ----------
    pieces : list of memoryview of uint8
        Its bytes without the length before them.
    size_bytes : int
        How many they are.

    Raises
    ------
    SFTPBadMessage
        When it does not even say what it is.
    """

    __slots__ = ("_pieces", "_rest", "handle", "is_left_to_library", "kind", "number", "size_bytes")

    def __init__(self, pieces: list[memoryview], size_bytes: int) -> None:
        if size_bytes < BEGINNING.size:
            raise SFTPBadMessage("Incomplete packet")
        if len(pieces[0]) < min(size_bytes, FIRST_BYTES):
            pieces = [memoryview(b"".join(pieces))]
        first = pieces[0]
        self._pieces, self.size_bytes = pieces, size_bytes
        self.kind, self.number = BEGINNING.unpack_from(first)
        self.handle, self._rest = b"", 0
        self.is_left_to_library = False
        begin = BEGINNING.size + LENGTH.size
        if len(first) >= begin:
            self._rest = begin + LENGTH.unpack_from(first, BEGINNING.size)[0]
            self.handle = bytes(first[begin : self._rest])

    def span(self) -> tuple[int, int] | None:
        """Return from which byte of its file on it is about how many; None when it does not say so."""
        first = self._pieces[0]
        if not self._rest or self._rest + SPAN.size > len(first):
            return None
        offset, count = SPAN.unpack_from(first, self._rest)
        return offset, count

    def data(self, count: int) -> list[memoryview] | None:
        """Return so many bytes behind the span, in pieces; None when there are less. What follows them is let be."""
        begin, left, found = self._rest + SPAN.size, count, []
        if begin + count > self.size_bytes:
            return None
        for piece in self._pieces:
            part = piece[begin : begin + left]
            begin = max(begin - len(piece), 0)
            if part:
                found.append(part)
                left -= len(part)
        return found

    def packet(self) -> SSHPacket:
        """Return it as the library reads it: behind kind and number."""
        packet = SSHPacket(b"".join(self._pieces))
        packet.get_bytes(BEGINNING.size)
        return packet


class Incoming:
    """Bytes of requests, as they come."""

    def __init__(self) -> None:
        self._pieces: deque[memoryview | bytearray] = deque()
        self._here_bytes = 0
        self._awaited_bytes: int | None = None

    def add(self, piece: memoryview) -> None:
        """Take what came next."""
        self._here_bytes += len(piece)
        if len(piece) >= SMALL_BYTES:
            self._pieces.append(piece)
        elif self._pieces and isinstance(self._pieces[-1], bytearray):
            self._pieces[-1] += piece
        else:
            self._pieces.append(bytearray(piece))

    def next(self) -> Request | None:
        """Return the next request; None when it has not come whole.

        Raises
        ------
        SFTPBadMessage
            When it is longer than any may be.
        """
        if self._awaited_bytes is None:
            if self._here_bytes < LENGTH.size:
                return None
            (self._awaited_bytes,) = LENGTH.unpack(b"".join(self._take(LENGTH.size)))
            if self._awaited_bytes > MAX_SFTP_PACKET_LEN:
                raise SFTPBadMessage("Max packet size exceeded")
        if self._here_bytes < self._awaited_bytes:
            return None
        size_bytes, self._awaited_bytes = self._awaited_bytes, None
        return Request(self._take(size_bytes), size_bytes)

    def _take(self, count: int) -> list[memoryview]:
        taken: list[memoryview] = []
        self._here_bytes -= count
        while count:
            piece = memoryview(self._pieces.popleft())
            taken.append(piece[:count])
            if len(piece) > count:
                self._pieces.appendleft(piece[count:])
                break
            count -= len(piece)
        return taken
