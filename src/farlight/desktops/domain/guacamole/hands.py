"""Who may say and hear what on a desktop behind `guacd`: lists of what is let through, never of what is not.

Opcodes: Guacamole manual, "Guacamole protocol reference". Files, pipes and drives have no way through for anybody: data
go by the facility's own transfers, where they are logged.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from farlight.desktops.domain.guacamole.instructions import Instruction, MalformedInstructionError
from farlight.desktops.types import ClipboardPolicy, ViewerRole

MOST_CLIPBOARD_CHARS = 349_528
"""Of base64: 262 144 bytes, as with RFB."""
_MOST_STREAMS = 64
_MOST_KEYS = 64

_NUMBER, _POSITIVE = re.compile(r"-?[0-9]{1,10}"), re.compile(r"[0-9]{1,10}")
_LENGTH = re.compile(r"[1-9][0-9]{2,3}")
_FORMS: Mapping[str, tuple[re.Pattern[str], ...]] = {
    "sync": (re.compile(r"[0-9]{1,20}"),),
    "nop": (),
    "ack": (_POSITIVE, re.compile(r".{0,1024}", re.DOTALL), _POSITIVE),
    "disconnect": (),
    "mouse": (_NUMBER, _NUMBER, re.compile(r"[0-9]{1,3}")),
    "key": (_POSITIVE, re.compile(r"[01]")),
    "size": (_LENGTH, _LENGTH),
    "clipboard": (_POSITIVE, re.compile(r"text/plain")),
    "blob": (_POSITIVE, re.compile(r"[A-Za-z0-9+/=]*")),
    "end": (_POSITIVE,),
}
"""What a viewer may say at all, and in which form; an instruction of another form ends the line."""

REFUSED = frozenset({"file", "pipe", "put", "get", "argv", "audio", "video", "touch", "name"})
"""What Guacamole's own clients may say besides: it is dropped, whoever says it."""
ANSWERED = frozenset({"sync", "nop", "ack", "disconnect"})
"""What the proxy says to `guacd` by itself, for everybody: of a viewer it goes no farther."""
_ACTING = frozenset({"mouse", "key", "size"})
_CLIPBOARD = frozenset({"clipboard", "blob", "end"})


def is_let_through(opcode: str, role: ViewerRole, clipboard: ClipboardPolicy) -> bool:
    """Whether an instruction of a viewer reaches the desktop."""
    if role is not ViewerRole.OPERATOR:
        return False
    return opcode in _ACTING or (opcode in _CLIPBOARD and clipboard.lets_in)


def refuse_strange(said: Instruction) -> None:
    """See that an instruction is one that a viewer may say.

    Raises
    ------
    MalformedInstructionError
        When it is none that there is, or has another form.
    """
    if said.opcode in REFUSED:
        return
    forms = _FORMS.get(said.opcode)
    if forms is None:
        raise MalformedInstructionError(f"There is no instruction {said.opcode[:20]!r} of a viewer.")
    fits = len(forms) == len(said.args) and all(form.fullmatch(arg) for form, arg in zip(forms, said.args, strict=True))
    if not fits:
        raise MalformedInstructionError(f"An instruction {said.opcode!r} has another form.")


@dataclass
class Pasting:
    """The clipboard that a viewer sends: only what belongs to one goes on, and only so much."""

    _open: dict[str, int] = field(default_factory=dict)
    """How many letters of base64 came, by stream."""

    def lets(self, said: Instruction) -> bool:
        """Whether an instruction that is let through by role belongs to a clipboard, or is none of a stream.

        Raises
        ------
        MalformedInstructionError
            When a clipboard is longer than anybody needs.
        """
        if said.opcode not in _CLIPBOARD:
            return True
        stream = said.args[0]
        if said.opcode == "clipboard":
            if len(self._open) >= _MOST_STREAMS:
                raise MalformedInstructionError("There are too many clipboards at once.")
            self._open[stream] = 0
            return True
        if stream not in self._open:
            return False
        if said.opcode == "end":
            del self._open[stream]
            return True
        self._open[stream] += len(said.args[1])
        if self._open[stream] > MOST_CLIPBOARD_CHARS:
            raise MalformedInstructionError("A clipboard is too long.")
        return True


_SHOWN = frozenset(
    {
        *("arc", "cfill", "clip", "close", "copy", "cstroke", "cursor", "curve", "dispose", "distort", "identity"),
        *("lfill", "line", "lstroke", "move", "pop", "push", "rect", "reset", "set", "shade", "size", "start"),
        *("transfer", "transform", "sync", "nop", "mouse"),
    }
)
"""What a desktop shows: drawing, and when a picture is whole."""


@dataclass
class Hearing:
    """What a viewer hears of what a desktop says: pictures, and the clipboard where the facility lets it out."""

    _open: set[str] = field(default_factory=set)

    def hears(self, said: Instruction, role: ViewerRole, clipboard: ClipboardPolicy) -> bool:
        """Whether an instruction reaches the viewer; with a stream goes what belongs to it."""
        stream = said.args[0] if said.args else ""
        if said.opcode in {"img", "clipboard"}:
            is_heard = said.opcode == "img" or (role is ViewerRole.OPERATOR and clipboard.lets_out)
            (self._open.add if is_heard else self._open.discard)(stream)
            return is_heard
        if said.opcode == "blob":
            return stream in self._open
        if said.opcode == "end":
            is_heard = stream in self._open
            self._open.discard(stream)
            return is_heard
        return said.opcode in _SHOWN


@dataclass
class HeldInput:
    """What a viewer holds down, so that it can be let go when the viewer may hold it no more."""

    _keys: dict[str, None] = field(default_factory=dict)
    _pointer: tuple[str, str, str] | None = None

    def follow(self, said: Instruction) -> None:
        """Note what an instruction that was let through holds down or lets go."""
        if said.opcode == "mouse":
            x, y, buttons = said.args
            self._pointer = (x, y, "0") if int(buttons) else None
        elif said.opcode == "key":
            key, pressed = said.args
            self._keys.pop(key, None)
            if pressed == "1" and len(self._keys) < _MOST_KEYS:
                self._keys[key] = None

    def let_go(self) -> list[Instruction]:
        """Return what lets everything go, and forget it."""
        said = [Instruction("key", (key, "0")) for key in self._keys]
        if self._pointer is not None:
            said.append(Instruction("mouse", self._pointer))
        self._keys, self._pointer = {}, None
        return said
