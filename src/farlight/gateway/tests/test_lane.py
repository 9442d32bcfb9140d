"""Files are carried past the library's way for single packets: whole, in order, whatever happens on the line."""

import asyncio
import os
from contextlib import asynccontextmanager
from pathlib import Path

import asyncssh
import pytest
from asyncssh import constants as c
from asyncssh.packet import Byte, SSHPacket, String, UInt32, UInt64
from asyncssh.sftp import MAX_SFTP_PACKET_LEN

from farlight.beamtime.public import session_folder
from farlight.gateway.line import Line

pytestmark = [pytest.mark.system, pytest.mark.django_db(transaction=True)]
SIZE_BYTES = 12_345_678


def lines(door):
    """Return the lines of the gateway that carry files now."""
    protocols = [entrance._connection._transport.get_protocol() for entrance in door.gateway._entrances]
    return [protocol for protocol in protocols if isinstance(protocol, Line)]


@asynccontextmanager
async def raw_channel(door, *, window=1 << 21):
    """A channel of SFTP whose every byte the test sends itself, after the greeting."""
    async with asyncssh.connect(
        "127.0.0.1",
        door.port,
        username="ben",
        client_keys=[str(door.folder / "key")],
        known_hosts=str(door.folder / "known_hosts"),
    ) as connection:
        writer, reader, _ = await connection.open_session(subsystem="sftp", encoding=None, window=window)
        channel = Raw(connection, reader, writer)
        await channel.ask(Byte(c.FXP_INIT) + UInt32(3))
        await channel.answer()
        yield channel


class Raw:
    """One such channel."""

    def __init__(self, connection, reader, writer):
        self.connection, self.reader, self.writer = connection, reader, writer

    async def ask(self, *contents):
        self.writer.write(b"".join(String(content) for content in contents))

    async def answer(self):
        size = int.from_bytes(await self.reader.readexactly(4), "big")
        packet = SSHPacket(await self.reader.readexactly(size))
        return packet.get_byte(), packet

    async def status(self):
        kind, packet = await self.answer()
        assert kind == c.FXP_STATUS
        return packet.get_uint32(), packet.get_uint32()

    async def open(self, path, flags):
        await self.ask(Byte(c.FXP_OPEN) + UInt32(1) + String(path) + UInt32(flags) + UInt32(0))
        kind, packet = await self.answer()
        assert kind == c.FXP_HANDLE
        assert packet.get_uint32() == 1
        return packet.get_string()


def read(number, handle, offset, size):
    return Byte(c.FXP_READ) + UInt32(number) + String(handle) + UInt64(offset) + UInt32(size)


def write(number, handle, offset, data):
    return Byte(c.FXP_WRITE) + UInt32(number) + String(handle) + UInt64(offset) + String(data)


def close(number, handle):
    return Byte(c.FXP_CLOSE) + UInt32(number) + String(handle)


@pytest.fixture
def large(session):
    """A file to take."""
    path = session_folder(session.code) / "raw" / "run-001" / "large"
    path.write_bytes(os.urandom(SIZE_BYTES))
    return path


@pytest.fixture
def processed(session):
    """Where files are put."""
    return session_folder(session.code) / "processed"


@pytest.fixture
def small_processed(session, full_disk, settings):
    """The same, where a megabyte has room."""
    settings.FARLIGHT_DATA_DIR = full_disk
    return session_folder(session.code) / "processed"


def there_and_back(door, session, large, *options):
    code = session.code
    went = door.sftp(
        f"get {code}/raw/run-001/large here",
        f"put here {code}/processed/back",
        "get " + f"{code}/processed/back again",
        options=options,
    )
    back = session_folder(code) / "processed" / "back"
    return went.returncode, [
        path.read_bytes() == large.read_bytes() for path in (door.folder / "here", back, door.folder / "again")
    ]


WHOLE = (0, [True, True, True])


def test_files_go_there_and_back(door, session, large):
    assert there_and_back(door, session, large) == WHOLE


def test_keys_are_changed_by_the_client_on_the_way(door, session, large):
    assert there_and_back(door, session, large, "-o", "RekeyLimit=1M") == WHOLE


@pytest.mark.parametrize("listening", [{"rekey_bytes": 1 << 20}])
def test_keys_are_changed_by_the_gateway_on_the_way(door, session, large):
    assert there_and_back(door, session, large) == WHOLE


@pytest.mark.parametrize("listening", [{"fallback_ciphers": True}])
@pytest.mark.parametrize("cipher", ["chacha20-poly1305@openssh.com", "aes256-ctr", "aes256-gcm@openssh.com"])
def test_other_ciphers_carry_files_too(door, session, large, cipher):
    assert there_and_back(door, session, large, "-o", f"Ciphers={cipher}") == WHOLE


@pytest.mark.parametrize("listening", [{"window_bytes": 1 << 16}])
def test_a_narrow_window_holds_nothing_up(door, session, large):
    assert there_and_back(door, session, large) == WHOLE


def test_storage_that_cannot_say_what_lies_in_memory_is_read_by_a_thread(door, session, full_disk, settings):
    settings.FARLIGHT_DATA_DIR, content = full_disk, os.urandom(700_001)
    folder = session_folder(session.code) / "raw"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "file").write_bytes(content)
    assert door.sftp(f"get {session.code}/raw/file here").returncode == 0
    assert (door.folder / "here").read_bytes() == content


async def test_the_line_is_what_carries_them(door, session):
    code = session.code
    async with raw_channel(door) as channel:
        handle = await channel.open(f"{code}/processed/new", c.FXF_WRITE | c.FXF_CREAT | c.FXF_TRUNC)
        await channel.ask(*(write(number, handle, number << 15, bytes(1 << 15)) for number in range(64)))
        assert sorted([await channel.status() for _ in range(64)]) == [(number, c.FX_OK) for number in range(64)]
        (line,) = lines(door)
        assert line.carried_packets >= 8


async def test_what_is_asked_after_parts_are_written_sees_them(door, session, processed):
    async with raw_channel(door) as channel:
        handle = await channel.open(f"{session.code}/processed/new", c.FXF_READ | c.FXF_WRITE | c.FXF_CREAT)
        parts = [write(number, handle, number * 50_000, bytes([number]) * 50_000) for number in range(20)]
        await channel.ask(
            *parts, Byte(c.FXP_FSTAT) + UInt32(90) + String(handle), read(91, handle, 49_999, 2), close(92, handle)
        )
        assert [await channel.status() for _ in range(20)] == [(number, c.FX_OK) for number in range(20)]
        kind, packet = await channel.answer()
        assert (kind, packet.get_uint32(), packet.get_uint32() & 1, packet.get_uint64()) == (
            c.FXP_ATTRS,
            90,
            1,
            1_000_000,
        )
        kind, packet = await channel.answer()
        assert (kind, packet.get_uint32(), packet.get_string()) == (c.FXP_DATA, 91, b"\0\1")
        assert await channel.status() == (92, c.FX_OK)
    assert (processed / "new").stat().st_size == 1_000_000


async def test_reads_are_answered_in_the_order_in_which_they_are_asked_among_others(door, session, large):
    content = large.read_bytes()
    async with raw_channel(door, window=100_000) as channel:
        handle = await channel.open(f"{session.code}/raw/run-001/large", c.FXF_READ)
        spans = [(offset, 255 << 10) for offset in range(0, SIZE_BYTES, 255 << 10)]
        await channel.ask(
            *(read(number, handle, *span) for number, span in enumerate(spans)),
            read(900, b"none", 0, 5),
            read(901, handle, SIZE_BYTES, 5),
            read(902, handle, 0, 0),
            read(903, handle, SIZE_BYTES - 3, 9),
            Byte(c.FXP_STAT) + UInt32(904) + String(b"/"),
            Byte(250) + UInt32(905),
            write(906, handle, 0, b"x"),
            close(907, handle),
        )
        got = []
        for number in range(len(spans)):
            kind, packet = await channel.answer()
            assert (kind, packet.get_uint32()) == (c.FXP_DATA, number)
            got.append(packet.get_string())
        assert b"".join(got) == content
        assert [await channel.status() for _ in range(3)] == [
            (900, c.FX_FAILURE),
            (901, c.FX_EOF),
            (902, c.FX_EOF),
        ]
        kind, packet = await channel.answer()
        assert (kind, packet.get_uint32(), packet.get_string()) == (c.FXP_DATA, 903, content[-3:])
        kind, packet = await channel.answer()
        assert (kind, packet.get_uint32()) == (c.FXP_ATTRS, 904)
        assert [await channel.status() for _ in range(3)] == [
            (905, c.FX_OP_UNSUPPORTED),
            (906, c.FX_PERMISSION_DENIED),
            (907, c.FX_OK),
        ]


async def test_channels_of_one_line_go_side_by_side(door, session, large, processed):
    async with (
        asyncssh.connect(
            "127.0.0.1",
            door.port,
            username="ben",
            client_keys=[str(door.folder / "key")],
            known_hosts=str(door.folder / "known_hosts"),
        ) as connection,
        connection.start_sftp_client() as one,
        connection.start_sftp_client() as other,
    ):
        here = door.folder / "mine"
        here.write_bytes(large.read_bytes()[::-1])
        await asyncio.gather(
            one.get(f"{session.code}/raw/run-001/large", door.folder / "theirs"),
            other.put(here, f"{session.code}/processed/mine"),
        )
        assert (door.folder / "theirs").read_bytes() == large.read_bytes()
        assert (processed / "mine").read_bytes() == here.read_bytes()


@pytest.mark.parametrize(
    "sent",
    [UInt32(MAX_SFTP_PACKET_LEN + 1), UInt32(0), UInt32(3) + b"abc"],
    ids=["longer than any", "empty", "without a number"],
)
async def test_what_is_no_request_ends_its_channel_and_no_other(door, session, sent):
    async with raw_channel(door) as channel:
        writer, reader, _ = await channel.connection.open_session(subsystem="sftp", encoding=None)
        other = Raw(channel.connection, reader, writer)
        await other.ask(Byte(c.FXP_INIT) + UInt32(3))
        await other.answer()
        channel.writer.write(sent)
        assert await asyncio.wait_for(channel.reader.read(), 10) == b""
        await other.ask(Byte(c.FXP_STAT) + UInt32(5) + String(b"/"))
        kind, packet = await other.answer()
        assert (kind, packet.get_uint32()) == (c.FXP_ATTRS, 5)


async def test_requests_that_come_a_byte_at_a_time_are_answered(door, session, processed):
    async with raw_channel(door) as channel:
        handle = await channel.open(f"{session.code}/processed/new", c.FXF_WRITE | c.FXF_CREAT)
        for byte in String(write(1, handle, 0, b"slowly")) + String(close(2, handle)):
            channel.writer.write(bytes([byte]))
        assert [await channel.status(), await channel.status()] == [(1, c.FX_OK), (2, c.FX_OK)]
    assert (processed / "new").read_bytes() == b"slowly"


async def test_who_asks_for_much_and_reads_nothing_costs_no_memory(door, session, large):
    async with raw_channel(door, window=1 << 31) as channel:
        handle = await channel.open(f"{session.code}/raw/run-001/large", c.FXF_READ)
        channel.connection._transport.pause_reading()
        await channel.ask(*(read(number, handle, 0, 4 << 20) for number in range(60)))
        (line,) = lines(door)
        await asyncio.sleep(1)
        assert line._transport.get_write_buffer_size() < 1 << 20
        channel.connection._transport.resume_reading()
        for number in range(60):
            kind, packet = await channel.answer()
            assert (kind, packet.get_uint32(), len(packet.get_string())) == (c.FXP_DATA, number, 4 << 20)


async def test_a_client_that_ends_before_its_answers_leaves_no_file_open(door, session, large):
    def is_open():
        return large in {link.resolve() for link in Path("/proc/self/fd").iterdir()}

    async with raw_channel(door, window=100_000) as channel:
        handle = await channel.open(f"{session.code}/raw/run-001/large", c.FXF_READ)
        await channel.ask(*(read(number, handle, 0, 255 << 10) for number in range(40)))
        await channel.reader.read(10)
        assert is_open()
        channel.writer.write_eof()
        await asyncio.sleep(0.2)
        channel.writer.channel.close()
        for _ in range(100):
            if not is_open():
                break
            await asyncio.sleep(0.05)
        assert not is_open()


async def test_what_was_asked_before_the_end_is_answered(door, session, large):
    async with raw_channel(door) as channel:
        handle = await channel.open(f"{session.code}/raw/run-001/large", c.FXF_READ)
        await channel.ask(*(read(number, handle, 0, 255 << 10) for number in range(40)))
        channel.writer.write_eof()
        for number in range(40):
            kind, packet = await channel.answer()
            assert (kind, packet.get_uint32(), len(packet.get_string())) == (c.FXP_DATA, number, 255 << 10)
        assert await channel.reader.read() == b""


async def test_a_part_that_the_disk_refuses_is_told_and_the_upload_is_not_complete(door, session, small_processed):
    async with raw_channel(door) as channel:
        handle = await channel.open(f"{session.code}/processed/new", c.FXF_WRITE | c.FXF_CREAT)
        await channel.ask(
            *(write(number, handle, number << 18, bytes(1 << 18)) for number in range(8)), close(9, handle)
        )
        told = dict([await channel.status() for _ in range(9)])
        assert {told[number] for number in range(3)} == {c.FX_OK}
        assert told[7] != c.FX_OK
    assert [path for path in small_processed.iterdir() if not path.name.startswith(".")] == []


async def test_bytes_that_were_changed_on_the_way_end_the_line(door, session):
    async with raw_channel(door) as channel:
        transport, sent = channel.connection._transport, channel.connection._transport.write
        transport.write = lambda data: sent(bytes(data[:-1]) + bytes([data[-1] ^ 1]))
        await channel.ask(Byte(c.FXP_STAT) + UInt32(5) + String(b"/"))
        await asyncio.wait_for(channel.connection.wait_closed(), 10)
        await asyncio.sleep(0.1)
        assert lines(door) == []


async def test_a_packet_longer_than_any_ends_the_line(door, session):
    async with raw_channel(door) as channel:
        channel.connection._transport.write(UInt32(1 << 30) + bytes(2 << 20))
        await asyncio.wait_for(channel.connection.wait_closed(), 10)


@pytest.mark.parametrize("listening", [{"window_bytes": 1 << 16}])
async def test_who_sends_more_than_there_is_room_for_is_put_out(door, session):
    async with raw_channel(door) as channel:
        handle = await channel.open(f"{session.code}/processed/new", c.FXF_WRITE | c.FXF_CREAT)
        channel.writer.channel._send_window = 1 << 30
        await channel.ask(write(1, handle, 0, bytes(3 << 20)))
        await asyncio.wait_for(channel.connection.wait_closed(), 10)


async def test_what_is_written_into_no_open_file_is_refused(door, session):
    async with raw_channel(door) as channel:
        await channel.ask(write(1, b"none", 0, b"x"), write(2, b"\0" * 300, 0, b"x"), Byte(c.FXP_WRITE) + UInt32(3))
        assert [await channel.status() for _ in range(3)] == [
            (1, c.FX_FAILURE),
            (2, c.FX_FAILURE),
            (3, c.FX_BAD_MESSAGE),
        ]
