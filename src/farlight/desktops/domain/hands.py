"""Who may do what on a desktop, message by message: lists of what is let through, never of what is not."""

import struct
from dataclasses import dataclass, field

from farlight.desktops.domain.rfb.client import ClientKind, ClientMessage
from farlight.desktops.types import ClipboardPolicy, ViewerRole

_LOOKING = frozenset(
    {
        ClientKind.SET_PIXEL_FORMAT,
        ClientKind.SET_ENCODINGS,
        ClientKind.UPDATE_REQUEST,
        ClientKind.CONTINUOUS_UPDATES,
        ClientKind.FENCE,
    }
)
_ACTING = frozenset({ClientKind.KEY, ClientKind.POINTER, ClientKind.SET_DESKTOP_SIZE, ClientKind.QEMU})
_MOST_KEYS = 64


def kinds_let_through(role: ViewerRole, clipboard: ClipboardPolicy) -> frozenset[ClientKind]:
    """Return which messages of a viewer reach the desktop; whatever else is said is dropped."""
    if role is not ViewerRole.OPERATOR:
        return _LOOKING
    pasting = {ClientKind.CUT_TEXT} if clipboard.lets_in else set()
    return _LOOKING | _ACTING | pasting


def hears_clipboard(role: ViewerRole, clipboard: ClipboardPolicy) -> bool:
    """Whether what is copied on the desktop reaches a viewer."""
    return role is ViewerRole.OPERATOR and clipboard.lets_out


@dataclass
class HeldKeys:
    """What a viewer holds down, so that it can be let go when the viewer may hold it no more."""

    _keys: dict[int, bytes] = field(default_factory=dict)
    _pointer: bytes = b""

    def follow(self, message: ClientMessage) -> None:
        """Note what a message that was let through holds down or lets go."""
        if message.kind is ClientKind.POINTER:
            self._pointer = message.raw
        elif message.kind is ClientKind.KEY:
            down, symbol = struct.unpack(">BxxI", message.raw[1:])
            self._hold(symbol, struct.pack(">BBxxI", ClientKind.KEY, 0, symbol), down=bool(down))
        elif message.kind is ClientKind.QEMU:
            down, symbol, code = struct.unpack(">xHII", message.raw[1:])
            self._hold(-code, struct.pack(">BBHII", ClientKind.QEMU, 0, 0, symbol, code), down=bool(down))

    def _hold(self, key: int, letting_go: bytes, *, down: bool) -> None:
        self._keys.pop(key, None)
        if down and len(self._keys) < _MOST_KEYS:
            self._keys[key] = letting_go

    def let_go(self) -> bytes:
        """Return the messages that let everything go, and forget it."""
        buttons = self._pointer[:1] + b"\0" + self._pointer[2:] if self._pointer[1:2] not in {b"", b"\0"} else b""
        messages = b"".join(self._keys.values()) + buttons
        self._keys, self._pointer = {}, b""
        return messages
