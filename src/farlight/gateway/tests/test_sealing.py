"""Packets are sealed as the library seals them, and as OpenSSH reads them."""

import pytest
from asyncssh.crypto import GCMCipher
from hypothesis import given
from hypothesis import strategies as st

from farlight.gateway.sealing import Sealing

NONCES = st.binary(min_size=4, max_size=4).flatmap(
    lambda fixed: st.sampled_from((0, 1, 2**32 - 1, 2**64 - 1)).map(lambda count: fixed + count.to_bytes(8, "big"))
)


@given(key=st.binary(min_size=16, max_size=16), nonce=NONCES, packets=st.lists(st.binary(min_size=16), min_size=1))
def test_packets_are_those_of_the_library_one_after_the_other(key: bytes, nonce: bytes, packets: list[bytes]) -> None:
    library = GCMCipher("aes128-gcm", key, nonce)
    into, ours, reading = (Sealing.new("aes128-gcm", key, nonce) for _ in range(3))
    for packet in packets:
        header = len(packet).to_bytes(4, "big")
        sealed, tag = library.encrypt_and_sign(header, packet)
        target = bytearray(len(packet) + 30)
        assert into.seal_into(memoryview(packet), memoryview(target)) == len(packet) + 20
        assert bytes(target[: len(packet) + 20]) == sealed + tag
        assert ours.encrypt_packet(0, header, packet) == (sealed, tag)
        first, rest = sealed[:16], sealed[16:]
        assert reading.decrypt_packet(0, first, rest, 4, tag) == packet


@pytest.mark.parametrize("at", [0, 3, -1])
def test_what_was_changed_on_the_way_is_not_opened_and_the_next_is(at: int) -> None:
    key, nonce, target = bytes(16), bytes(12), bytearray(52)
    sealing, opening = Sealing(key, nonce), Sealing(key, nonce)
    sealing.seal_into(memoryview(bytes(32)), memoryview(target))
    changed = bytearray(target)
    changed[at] ^= 1
    assert opening.open(memoryview(changed)[4:], bytes(changed[:4])) is None
    assert opening.open(memoryview(target)[4:], bytes(target[:4])) == bytes(32)
    opening.opened = b"opened before"
    assert opening.decrypt_packet(0, b"", b"", 4, b"") == b"opened before"
    assert opening.opened is None
