"""Requests come out of the bytes of a line whole, however the line cuts them."""

import sys
from itertools import pairwise

import pytest
from asyncssh.constants import FXP_READ, FXP_STAT, FXP_WRITE
from asyncssh.packet import Byte, String, UInt32, UInt64
from asyncssh.sftp import MAX_SFTP_PACKET_LEN, SFTPBadMessage
from hypothesis import given
from hypothesis import strategies as st

from farlight.gateway.asking import Incoming, Request

HANDLE = b"\0\0\0\1"


def request(content: bytes) -> bytes:
    return UInt32(len(content)) + content


def write(data: bytes, *, offset: int = 0, rest: bytes = b"") -> bytes:
    return Byte(FXP_WRITE) + UInt32(7) + String(HANDLE) + UInt64(offset) + String(data) + rest


def one(content: bytes) -> Request:
    incoming = Incoming()
    incoming.add(memoryview(request(content)))
    found = incoming.next()
    assert found is not None
    assert incoming.next() is None
    return found


@given(
    contents=st.lists(st.binary(min_size=5, max_size=9000), min_size=1, max_size=8),
    cuts=st.lists(st.integers(0, 20_000), max_size=30),
)
def test_requests_are_those_that_were_sent(contents: list[bytes], cuts: list[int]) -> None:
    sent, incoming, found = b"".join(map(request, contents)), Incoming(), []
    edges = [0, *sorted(cut for cut in cuts if cut < len(sent)), len(sent)]
    for first, last in pairwise(edges):
        incoming.add(memoryview(sent)[first:last])
        while (asked := incoming.next()) is not None:
            found.append((asked.kind, asked.number, asked.size_bytes, asked.packet().get_remaining_payload()))
    assert found == [(c[0], int.from_bytes(c[1:5], "big"), len(c), c[5:]) for c in contents]


@given(data=st.binary(max_size=20_000), cuts=st.lists(st.integers(0, 20_000), max_size=9), rest=st.binary(max_size=9))
def test_data_are_found_whatever_the_pieces_and_what_follows_is_let_be(
    data: bytes, cuts: list[int], rest: bytes
) -> None:
    sent, incoming = request(write(data, offset=2**40, rest=rest)), Incoming()
    edges = [0, *sorted(cut for cut in cuts if cut < len(sent)), len(sent)]
    for first, last in pairwise(edges):
        incoming.add(memoryview(sent)[first:last])
    asked = incoming.next()
    assert asked is not None
    pieces = asked.data(len(data))
    assert pieces is not None
    assert (asked.handle, asked.span(), b"".join(pieces)) == (HANDLE, (2**40, len(data)), data)
    assert asked.data(len(data) + len(rest) + 1) is None


@pytest.mark.parametrize(
    ("content", "span"),
    [
        (Byte(FXP_READ) + UInt32(1) + String(HANDLE) + UInt64(5) + UInt32(9), (5, 9)),
        (Byte(FXP_READ) + UInt32(1) + String(HANDLE) + UInt64(5), None),
        (Byte(FXP_READ) + UInt32(1) + UInt32(2**32 - 1) + UInt64(5) + UInt32(9), None),
        (Byte(FXP_READ) + UInt32(1), None),
        (Byte(FXP_STAT) + UInt32(1) + String(b"/"), None),
    ],
)
def test_what_does_not_say_of_which_bytes_it_is_has_no_span(content: bytes, span: tuple[int, int] | None) -> None:
    assert one(content).span() == span


@pytest.mark.parametrize("content", [b"", b"\5", b"\5\0\0\0"])
def test_what_does_not_even_say_what_it_is_ends_the_channel(content: bytes) -> None:
    with pytest.raises(SFTPBadMessage, match="Incomplete packet"):
        one(content)


def test_what_is_longer_than_any_request_ends_the_channel_before_it_has_come() -> None:
    incoming = Incoming()
    incoming.add(memoryview(UInt32(MAX_SFTP_PACKET_LEN + 1)))
    with pytest.raises(SFTPBadMessage, match="Max packet size exceeded"):
        incoming.next()


def test_bytes_that_come_one_at_a_time_take_no_more_room_than_others() -> None:
    incoming, sent = Incoming(), request(write(bytes(100_000)))
    for at in range(len(sent) - 1):
        incoming.add(memoryview(sent)[at : at + 1])
    assert sum(map(sys.getsizeof, incoming._pieces)) < 2 * len(sent)
    incoming.add(memoryview(sent)[-1:])
    asked = incoming.next()
    assert asked is not None
    assert asked.span() == (0, 100_000)
