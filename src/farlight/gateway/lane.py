"""One SFTP channel: what its client asks, in the order in which it is asked.

Parts of files are read and written here, as they come; all else the library answers. What is read leaves from the
buffer that it was read into; parts that are to be written go to the disk together, and what is asked after them waits
for them.
"""

import asyncio
from collections import deque
from collections.abc import Coroutine
from functools import partial
from itertools import takewhile
from struct import Struct
from typing import Any

from asyncssh import Error, SFTPError, sftp
from asyncssh.constants import FX_OK, FXP_DATA, FXP_READ, FXP_STATUS, FXP_WRITE, MSG_CHANNEL_WINDOW_ADJUST
from asyncssh.packet import SSHPacket, UInt32
from asyncssh.sftp import SFTPBadMessage, SFTPInvalidHandle, SFTPServerHandler

from farlight.gateway.answers import Answer, Answers
from farlight.gateway.asking import Incoming, Request
from farlight.gateway.line import Line
from farlight.gateway.putting import Part
from farlight.gateway.reading import read_into, read_into_at_once
from farlight.gateway.sftp import Reader, SessionsServer, Writer

STATUS = Struct(">IBIIII")
"""Length, kind, number of the request, the status, no words, and no language for them."""
BEHIND_LENGTH_BYTES = STATUS.size - 4
READ_BYTES = 256 << 10
LONGEST_READ_BYTES = 4 << 20
WAITING = 256
"""So many requests are taken apart before they have their turn; the bytes of others wait as they are."""
ROOM_BYTES = 2 << 20
"""A client is told when there is room for so much more."""
HOLES = b"ranges@asyncssh.com"
"""Asked by the library's own client, answered by its own files only."""
IN_A_ROW_BYTES = 1 << 20
"""When so much has left, others have their turn."""


async def _write_and_mind_no_rest(lane: "Lane", packet: SSHPacket) -> int:
    """Write a part as the library does, whatever follows it: older rclone leaves the rest of its buffer there."""
    handle, offset, data = packet.get_string(), packet.get_uint64(), packet.get_string()
    file = lane._file_handles.get(handle)  # noqa: SLF001 - it is a method, but for the library's table
    if file is None:
        raise SFTPInvalidHandle("Invalid file handle")
    return await lane._server.write(file, offset, data)  # noqa: SLF001 - as above


def _extensions_of_the_library() -> list[tuple[bytes, bytes]]:
    return [extension for extension in SFTPServerHandler._extensions if extension[0] != HOLES]  # noqa: SLF001 - as above


def _answers_of_the_library() -> dict[int | bytes, Any]:
    known = SFTPServerHandler._packet_handlers  # noqa: SLF001 - as above
    return {kind: answer for kind, answer in known.items() if kind != HOLES}


class Lane(SFTPServerHandler):
    """The requests of one channel.

    Parameters
    ----------
    server : SessionsServer
        What files there are.
    reader, writer
        The library's: what the line does not give comes and goes by them.
    version : int
        The latest one of SFTP.
    """

    _extensions = _extensions_of_the_library()
    _packet_handlers = _answers_of_the_library() | {FXP_WRITE: _write_and_mind_no_rest}
    _server: SessionsServer

    def __init__(self, server: SessionsServer, reader: Any, writer: Any, version: int) -> None:
        super().__init__(server, reader, writer, version)
        self._channel, self._stream, self._process = reader.channel, reader, reader._session  # noqa: SLF001 - see above
        self._line = Line.of(self._channel.get_connection())
        self._loop = asyncio.get_running_loop()
        self._incoming, self._waiting = Incoming(), deque[Request]()
        self._undone_bytes = 0
        """What came and is not dealt with: the client is not given room for more in its place."""
        self._busy: asyncio.Task[None] | None = None
        self._answers = Answers(self._line, self._channel)
        self._writing = 0
        self._written: list[bytes] = []
        self._quiet: asyncio.Future[None] | None = None
        self._is_called = self._is_over = False

    # its beginning and its end

    async def recv_packets(self) -> None:
        """Answer until the client ends, or the line does.

        An error is being handled whenever files are closed here: those that are written then are not complete.
        """
        number = self._channel._recv_chan  # noqa: SLF001 - there is no other way
        self._line.add(number, self)
        try:
            while data := await self._stream.read(READ_BYTES):
                self.feed(memoryview(data))
                self.go_on()
            await self._until_quiet()
            raise EOFError  # noqa: TRY301 - see above
        except EOFError:
            await self._leave(number, None)
        except (OSError, Error) as error:
            await self._leave(number, error)

    async def _leave(self, number: int, error: Exception | None) -> None:
        self._is_over = True
        self._line.remove(number)
        if self._busy is not None:
            await asyncio.wait({self._busy})
        self._answers.drop()
        await self._cleanup(error)

    async def _until_quiet(self) -> None:
        """Wait until all that was asked is answered, or nobody waits for the answers any more."""
        closed = asyncio.ensure_future(self._channel.wait_closed())
        try:
            while self._is_at_work and not closed.done():
                self._quiet = self._loop.create_future()
                await asyncio.wait({closed, self._quiet}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            closed.cancel()

    @property
    def _is_at_work(self) -> bool:
        return bool(self._busy or self._answers.is_sending or self._writing or self._written or self._waiting)

    # what comes

    def takes(self, count: int) -> bool:
        """Whether bytes of the channel can be fed now: nothing that came before waits in the library."""
        channel = self._channel
        if channel._recv_state != "open" or channel._send_state != "open":  # noqa: SLF001
            return False
        if channel._recv_paused or channel._recv_buf or self._process._recv_buf[None]:  # noqa: SLF001
            return False
        if count > channel._recv_window:  # noqa: SLF001
            return False
        channel._recv_window -= count  # noqa: SLF001
        return True

    def feed(self, piece: memoryview) -> None:
        """Take bytes that came; ``go_on`` deals with them."""
        self._incoming.add(piece)
        self._undone_bytes += len(piece)

    def widen(self, count: int) -> bool:
        """Let so many bytes more be sent."""
        channel = self._channel
        if channel._recv_state not in {"open", "eof_pending", "eof"}:  # noqa: SLF001
            return False
        channel._send_window += count  # noqa: SLF001
        if channel._send_buf:  # noqa: SLF001
            channel._flush_send_buf()  # noqa: SLF001
        return True

    def _make_room(self) -> None:
        """Give the client room for as much as was dealt with; and for the rest of a request that has not come whole."""
        channel = self._channel
        window_bytes = channel._init_recv_window  # noqa: SLF001
        held_bytes = self._undone_bytes if self._is_at_work else 0
        room_bytes = window_bytes - channel._recv_window - held_bytes  # noqa: SLF001
        if room_bytes >= min(ROOM_BYTES, window_bytes // 2) and channel._recv_state == "open":  # noqa: SLF001
            channel.send_packet(MSG_CHANNEL_WINDOW_ADJUST, UInt32(room_bytes))
            channel._recv_window += room_bytes  # noqa: SLF001

    # what is done

    def go_on(self) -> None:
        """Do what can be done."""
        if self._is_over:
            return
        try:
            self._work()
        except SFTPBadMessage as error:
            self._is_over = True
            self._process.exception_received(error)
            return
        self._tell_written()
        self._make_room()
        if self._quiet is not None and not self._quiet.done() and not self._is_at_work:
            self._quiet.set_result(None)

    def _call_soon(self) -> None:
        """Go on when others had their turn."""
        if not self._is_called:
            self._is_called = True
            self._loop.call_soon(self._called)

    def _called(self) -> None:
        self._is_called = False
        self.go_on()

    def _work(self) -> None:
        begin_bytes = self._answers.sent_bytes
        while self._busy is None and self._answers.push():
            if self._answers.sent_bytes - begin_bytes > IN_A_ROW_BYTES:
                self._call_soon()
                return
            request = self._next()
            if request is None or not self._begin(request):
                return
            self._waiting.popleft()

    def _next(self) -> Request | None:
        while len(self._waiting) < WAITING and (request := self._incoming.next()) is not None:
            self._waiting.append(request)
        return self._waiting[0] if self._waiting else None

    def _begin(self, request: Request) -> bool:
        """Begin to do what is asked; False when it has to wait for what is being written."""
        if request.kind == FXP_WRITE and self._write(request):
            return True
        if self._writing:
            return False
        if not (request.kind == FXP_READ and self._read(request)):
            self._be_busy(request, self._process_packet(request.kind, request.number, request.packet()))
        return True

    def _be_busy(self, request: Request, work: Coroutine[Any, Any, None]) -> None:
        self._busy = self._loop.create_task(self._until_done(request, work))

    async def _until_done(self, request: Request, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except (OSError, Error) as error:  # there is nobody left to answer to
            self._process.exception_received(error)
        finally:
            self._busy = None
            self._done_with(request)
            self._call_soon()

    def _done_with(self, request: Request) -> None:
        self._undone_bytes -= request.size_bytes + 4

    # parts of files

    def _read(self, request: Request) -> bool:
        """Read a part of a file, and begin to send it; False when the library is to answer, and say what is wrong."""
        file, span = self._file_handles.get(request.handle), request.span()
        if not isinstance(file, Reader) or span is None or not 0 < span[1] <= LONGEST_READ_BYTES:
            return False
        offset, size_bytes = span
        answer = self._answers.begin(request.number, size_bytes)
        try:
            file.stay.check()
            count = read_into_at_once(file.file, answer.space, offset)
        except (OSError, SFTPError):
            self._answers.drop()
            return False
        if count is None:
            self._be_busy(request, self._read_patiently(request, file, answer, offset))
            return True
        self._answer(file, answer, offset, count)
        self._done_with(request)
        return True

    async def _read_patiently(self, request: Request, file: Reader, answer: Answer, offset: int) -> None:
        try:
            count = await file.stay.disk.run(read_into, file.file, answer.space, offset)
            file.stay.check()
        except (OSError, SFTPError):
            count = 0
        if count:
            self._answer(file, answer, offset, count)
        else:
            self._answers.drop()
            await self._process_packet(request.kind, request.number, request.packet())

    def _answer(self, file: Reader, answer: Answer, offset: int, count: int) -> None:
        file.taking.sent(offset, count)
        answer.complete(FXP_DATA, count)

    def _write(self, request: Request) -> bool:
        """Hand a part to the disk; False when the library is to answer, and say what is wrong."""
        file, span = self._file_handles.get(request.handle), request.span()
        pieces = request.data(span[1]) if span else None
        if not isinstance(file, Writer) or span is None or pieces is None or request.is_left_to_library:
            return False
        offset, size_bytes = span
        try:
            file.begin_part(offset, size_bytes)
        except SFTPError:
            return False
        self._writing += 1
        file.putting.put(Part(offset, pieces, size_bytes, partial(self._part_written, request)))
        return True

    def _part_written(self, request: Request, error: OSError | None) -> None:
        """Note that a part was written; when it was not, the library tries again and says what is wrong."""
        self._writing -= 1
        if error is None:
            self._done_with(request)
            self._written.append(STATUS.pack(BEHIND_LENGTH_BYTES, FXP_STATUS, request.number, FX_OK, 0, 0))
        else:
            before = sum(1 for _ in takewhile(lambda one: one.is_left_to_library, self._waiting))
            request.is_left_to_library = True
            self._waiting.insert(before, request)  # in the order in which they came: what has room is written first
        self._call_soon()

    def _tell_written(self) -> None:
        if self._written and not self._answers.is_sending:
            told, self._written = b"".join(self._written), []
            self._answers.tell(told)


def open_lanes() -> None:
    """Let all SFTP channels of this process be lanes."""
    library: Any = sftp
    library.SFTPServerHandler = Lane
