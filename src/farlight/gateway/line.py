"""The bytes of a connection that carries files, past the library's way for single packets.

The library hands each packet through a dozen copies and as many calls: enough for a terminal, half of the work when
files are carried. Here, once somebody has come in and opened SFTP, the line's bytes are read into one buffer, packets
are opened where they lie, and those that carry bytes of a file, or make room for more, are dealt with at once. All
else, and all that is out of the ordinary (keys are exchanged, another cipher, a channel that is closed), is handed to
the library as it came.

It touches what the library keeps to itself; tests with real clients tell when a new version does it another way.
"""

import asyncio
import os
import threading
from struct import Struct
from typing import TYPE_CHECKING, Any

from farlight.gateway.sealing import BLOCK_BYTES, LENGTH_BYTES, TAG_BYTES, Sealing

if TYPE_CHECKING:
    from farlight.gateway.lane import Lane

MSG_WINDOW_ADJUST, MSG_DATA = 93, 94
HEAD = Struct(">BBII")
"""Length of the padding, kind of message, the other side's number of the channel, length of what follows."""
ADJUST = Struct(">BBII")
MAKES_ROOM_BYTES = 10
LEAST_PADDING = 4
MOST_PADDING = LEAST_PADDING + BLOCK_BYTES
READ_BYTES = 1 << 20
SEND_BYTES = 384 << 10
LARGEST_PACKET = 32 << 10
NEWS_S = 1.0
"""So often the library is told that the line lives."""


class Buffers(threading.local):
    """One of each is enough for all lines of an event loop: they hold something only while one event is dealt with."""

    def __init__(self) -> None:
        self.received = memoryview(bytearray(READ_BYTES))
        self.sealed = memoryview(bytearray(SEND_BYTES))


_buffers = Buffers()


class Line(asyncio.BufferedProtocol):
    """What stands between the system's line and the library's connection.

    Parameters
    ----------
    connection
        The library's: somebody has come in by it.
    """

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._transport: asyncio.Transport = connection._transport  # noqa: SLF001 - there is no other way
        self._loop = asyncio.get_running_loop()
        self._received, self._sealed = _buffers.received, _buffers.sealed
        self._left = b""
        self._told_s = 0.0
        self._lanes: dict[int, Lane] = {}
        self._transport.set_write_buffer_limits(high=0)
        self._transport.set_protocol(self)
        self.carried_packets = 0
        """How many were dealt with here."""

    @classmethod
    def of(cls, connection: Any) -> "Line":
        """Return the line of a connection; the first time, it is put between."""
        protocol = connection._transport.get_protocol()  # noqa: SLF001 - there is no other way
        return protocol if isinstance(protocol, cls) else cls(connection)

    def add(self, number: int, lane: "Lane") -> None:
        """Hand what comes for a channel to its lane from now on."""
        self._lanes[number] = lane

    def remove(self, number: int) -> None:
        """Hand what comes for a channel to the library again."""
        self._lanes.pop(number, None)

    # what comes

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002 - the library's signature
        """Return where to put what comes: behind what is left of the last packet."""
        self._take_back()
        held = len(self._left)
        self._received[:held] = self._left
        return self._received[held:]

    def buffer_updated(self, nbytes: int) -> None:
        """Deal with what came."""
        end = len(self._left) + nbytes
        self._left = b""
        at = self._deal_with(end)
        self._left = bytes(self._received[at:end])
        now_s = self._loop.time()
        if now_s - self._told_s > NEWS_S:
            self._told_s = now_s
            self._connection._reset_keepalive_timer()  # noqa: SLF001 - as above
        for lane in list(self._lanes.values()):
            lane.go_on()

    def _deal_with(self, end: int) -> int:
        """Deal with whole packets of what was received; return how far that is."""
        at, connection, ordinary = 0, self._connection, self._is_ordinary()
        while end - at > LENGTH_BYTES and connection._transport is not None:  # noqa: SLF001
            if not ordinary:
                connection.data_received(bytes(self._received[at:end]))
                return end
            length = bytes(self._received[at : at + LENGTH_BYTES])
            stop = at + LENGTH_BYTES + int.from_bytes(length, "big") + TAG_BYTES
            if stop > end:
                if stop - at > connection._max_recv_pktlen + TAG_BYTES:  # noqa: SLF001 - the library says what is wrong
                    connection.data_received(bytes(self._received[at:end]))
                    return end
                break
            sealing: Sealing = connection._recv_encryption  # noqa: SLF001
            plain = sealing.open(self._received[at + LENGTH_BYTES : stop], length)
            if plain is None or not self._carries(plain):
                sealing.opened = plain
                connection.data_received(bytes(self._received[at:stop]))
                ordinary = self._is_ordinary()
            at = stop
        return at

    def _is_ordinary(self) -> bool:
        """Whether the library waits for a new packet, and packets are sealed as here."""
        connection = self._connection
        return (
            connection._transport is not None  # noqa: SLF001
            and isinstance(connection._recv_encryption, Sealing)  # noqa: SLF001
            and not connection._inpbuf  # noqa: SLF001
            and connection._recv_handler == connection._recv_pkthdr  # noqa: SLF001
        )

    def _take_back(self) -> None:
        """Take back the beginning of a packet that the library was handed and waits for the rest of."""
        connection = self._connection
        if connection._recv_handler not in (connection._recv_pkthdr, connection._recv_packet):  # noqa: SLF001
            return
        if (connection._inpbuf or connection._packet) and isinstance(connection._recv_encryption, Sealing):  # noqa: SLF001
            self._left = connection._packet + connection._inpbuf + self._left  # noqa: SLF001
            connection._packet = connection._inpbuf = b""  # noqa: SLF001
            connection._recv_handler = connection._recv_pkthdr  # noqa: SLF001

    def _carries(self, plain: bytes) -> bool:
        """Deal with a packet, when it carries bytes for a lane or makes room for them; else change nothing."""
        if len(plain) < HEAD.size:
            return False
        padding, kind, number, count = HEAD.unpack_from(plain)
        lane = self._lanes.get(number)
        if lane is None:
            return False
        rest = len(plain) - padding
        if kind == MSG_DATA and rest == HEAD.size + count:
            if not lane.takes(count):
                return False
            lane.feed(memoryview(plain)[HEAD.size : rest])
        elif kind == MSG_WINDOW_ADJUST and rest == MAKES_ROOM_BYTES:
            if not lane.widen(count):
                return False
        else:
            return False
        self._connection._recv_seq = (self._connection._recv_seq + 1) & 0xFFFFFFFF  # noqa: SLF001
        self.carried_packets += 1
        return True

    # what goes

    @property
    def is_free(self) -> bool:
        """Whether all that was sent before has left; else ``go_on`` of the lanes is called when it has."""
        return self._transport.get_write_buffer_size() == 0

    @property
    def seals(self) -> bool:
        """Whether packets can be sent from here: no keys are exchanged, nor is it time for it."""
        connection = self._connection
        return (
            connection._kex_complete  # noqa: SLF001
            and isinstance(connection._send_encryption, Sealing)  # noqa: SLF001
            and connection._rekey_bytes_sent < connection._rekey_bytes  # noqa: SLF001
            and not (connection._rekey_seconds and self._loop.time() >= connection._rekey_time)  # noqa: SLF001
        )

    def send(self, channel: Any, carried: memoryview, start: int, stop: int) -> int:
        """Send a part of a buffer as data of a channel, as much as there is room for; return how much.

        Parameters
        ----------
        carried : memoryview of uint8
            What lies before ``start`` is written over; behind ``stop`` there is room for ``MOST_PADDING`` bytes.
        """
        connection, size = self._connection, min(channel._send_pktsize, LARGEST_PACKET)  # noqa: SLF001
        sealing: Sealing = connection._send_encryption  # noqa: SLF001
        stop = min(stop, start + channel._send_window)  # noqa: SLF001
        number, at, filled, packets = channel._send_chan, start, 0, 0  # noqa: SLF001
        while at < stop and filled + size + MOST_PADDING + HEAD.size + LENGTH_BYTES + TAG_BYTES <= SEND_BYTES:
            count = min(size, stop - at)
            padding = -(HEAD.size + count) % BLOCK_BYTES
            padding += BLOCK_BYTES if padding < LEAST_PADDING else 0
            end = at + count
            HEAD.pack_into(carried, at - HEAD.size, padding, MSG_DATA, number, count)
            hidden = bytes(carried[end : end + padding])
            carried[end : end + padding] = os.urandom(padding)
            filled += sealing.seal_into(carried[at - HEAD.size : end + padding], self._sealed[filled:])
            carried[end : end + padding] = hidden
            at, packets = end, packets + 1
        channel._send_window -= at - start  # noqa: SLF001
        connection._send_seq = (connection._send_seq + packets) & 0xFFFFFFFF  # noqa: SLF001
        connection._rekey_bytes_sent += filled  # noqa: SLF001
        self._write(self._sealed[:filled])
        return at - start

    def _write(self, sealed: memoryview) -> None:
        sent = 0
        if self.is_free and not self._transport.is_closing():
            try:
                sent = os.write(self._transport.get_extra_info("socket").fileno(), sealed)
            except OSError:
                sent = 0  # the library finds out, and says, what is wrong
        if sent < len(sealed):
            self._transport.write(bytes(sealed[sent:]))

    def pause_writing(self) -> None:
        """The system takes no more."""

    def resume_writing(self) -> None:
        """All has left."""
        for lane in list(self._lanes.values()):
            lane.go_on()

    # its end

    def eof_received(self) -> bool | None:
        """The other side sends no more."""
        ended: bool | None = self._connection.eof_received()
        return ended

    def connection_lost(self, exc: Exception | None) -> None:
        """The line is gone."""
        self._connection.connection_lost(exc)
