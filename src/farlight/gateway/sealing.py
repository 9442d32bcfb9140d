"""AES-GCM for the library's connections, with the key prepared once and packets sealed where they are to lie.

The library prepares the key anew for each packet and copies what it sealed twice. This stands in its place: RFC 5647 as
OpenSSH speaks it (the length is not encrypted, but sealed with the rest; the nonce counts up).
"""

from typing import Any

from asyncssh import encryption
from asyncssh.encryption import GCMEncryption
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

TAG_BYTES = 16
LENGTH_BYTES = 4
BLOCK_BYTES = 16
_COUNTER = 0xFFFFFFFFFFFFFFFF


class Sealing(GCMEncryption):
    """One direction of a connection, from one key exchange to the next.

    Parameters
    ----------
    key : bytes
        16 or 32 of them.
    nonce : bytes
        12, of which the last eight count.
    """

    def __init__(self, key: bytes, nonce: bytes) -> None:
        self._aes = AESGCM(key)
        self._fixed, self._count = nonce[:4], int.from_bytes(nonce[4:], "big")
        self.opened: bytes | None = None
        """The packet that the library is handed next, when it was opened already."""

    @classmethod
    def new(  # the library's signature
        cls,
        cipher_name: str,  # noqa: ARG003
        key: bytes,
        iv: bytes,
        mac_alg: bytes = b"",  # noqa: ARG003
        mac_key: bytes = b"",  # noqa: ARG003
        etm: bool = False,  # noqa: ARG003, FBT001, FBT002
    ) -> "Sealing":
        """Begin with a key."""
        return cls(key, iv)

    @property
    def _nonce(self) -> bytes:
        return self._fixed + self._count.to_bytes(8, "big")

    def seal_into(self, plain: memoryview, target: memoryview) -> int:
        """Seal a packet without its length into what is to be sent; return how long that is.

        Parameters
        ----------
        target : memoryview of uint8
            At least 20 bytes longer than ``plain``: the length goes before it, the tag behind it.
        """
        size = len(plain)
        length = size.to_bytes(LENGTH_BYTES, "big")
        end = LENGTH_BYTES + size + TAG_BYTES
        target[:LENGTH_BYTES] = length
        self._aes.encrypt_into(self._nonce, plain, length, target[LENGTH_BYTES:end])
        self._count = (self._count + 1) & _COUNTER
        return end

    def open(self, sealed: memoryview, length: bytes) -> bytes | None:
        """Return what a packet with its tag says; None, and nothing has changed, when the tag is wrong."""
        try:
            plain = self._aes.decrypt(self._nonce, sealed, length)
        except InvalidTag:
            return None
        self._count = (self._count + 1) & _COUNTER
        return plain

    # what the library asks

    def encrypt_packet(self, seq: int, header: bytes, packet: bytes) -> tuple[bytes, bytes]:  # noqa: ARG002
        """Return a packet sealed, and its tag."""
        sealed = self._aes.encrypt(self._nonce, packet, header)
        self._count = (self._count + 1) & _COUNTER
        return header + sealed[:-TAG_BYTES], sealed[-TAG_BYTES:]

    def decrypt_packet(
        self,
        seq: int,  # noqa: ARG002
        first: bytes,
        rest: bytes,
        header_len: int,
        mac: bytes,
    ) -> bytes | None:
        """Return a packet opened, now or before; None when its tag is wrong."""
        if self.opened is not None:
            plain, self.opened = self.opened, None
            return plain
        return self.open(memoryview(first[header_len:] + rest + mac), first[:header_len])


def seal_by_ourselves() -> None:
    """Let all connections of this process that choose AES-GCM have it from here."""
    known: Any = encryption._enc_params  # noqa: SLF001 - to register it once more would list it twice
    for name in ("aes128-gcm", "aes256-gcm"):
        known[f"{name}@openssh.com".encode()] = (Sealing, name)
