"""Guacamole's instructions: elements with their lengths before them, ``4.sync,8.31415926;``.

The form: Guacamole manual, "The Guacamole protocol". Lengths count letters, not bytes.
"""

import codecs
from dataclasses import dataclass, field

MOST_ELEMENT_CHARS = 8192
MOST_ELEMENTS = 128
"""As much as `guacd` itself reads (libguac, ``GUAC_INSTRUCTION_MAX_LENGTH`` and ``GUAC_INSTRUCTION_MAX_ELEMENTS``)."""
_MOST_DIGITS = 5


class MalformedInstructionError(ValueError):
    """What was said is no instruction, or one that nobody may say."""


@dataclass(frozen=True)
class Instruction:
    """One instruction."""

    opcode: str
    args: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """As it is written."""
        return ",".join(f"{len(part)}.{part}" for part in (self.opcode, *self.args)) + ";"


@dataclass
class Parser:
    """Finds instructions in bytes that come in pieces of any size."""

    most_chars: int = MOST_ELEMENT_CHARS
    """Of an element."""
    _text: str = ""
    _decoder: codecs.IncrementalDecoder = field(default_factory=codecs.getincrementaldecoder("utf-8"))

    def feed(self, piece: bytes) -> list[Instruction]:
        """Return what is whole now.

        Raises
        ------
        MalformedInstructionError
            When a piece is none of an instruction, or of one longer than anybody needs.
        """
        try:
            self._text += self._decoder.decode(piece)
        except UnicodeDecodeError:
            raise MalformedInstructionError("That is no text.") from None
        found: list[Instruction] = []
        begin = 0
        while (whole := self._instruction(begin)) is not None:
            instruction, begin = whole
            found.append(instruction)
        self._text = self._text[begin:]
        return found

    def _instruction(self, begin: int) -> tuple[Instruction, int] | None:
        """Return the instruction that begins there and where it ends; None while it is not whole."""
        elements: list[str] = []
        while True:
            dot = self._text.find(".", begin, begin + _MOST_DIGITS + 1)
            digits = self._text[begin : begin + _MOST_DIGITS + 1 if dot < 0 else dot]
            if dot < 0 and len(digits) <= _MOST_DIGITS and (not digits or _is_number(digits)):
                return None
            if dot < 0 or not _is_number(digits) or int(digits) > self.most_chars:
                raise MalformedInstructionError("An instruction has no proper length.")
            end = dot + 1 + int(digits)
            if end >= len(self._text):
                return None
            elements.append(self._text[dot + 1 : end])
            begin = end + 1
            if self._text[end] == ";":
                return Instruction(elements[0], tuple(elements[1:])), begin
            if self._text[end] != "," or len(elements) >= MOST_ELEMENTS:
                raise MalformedInstructionError("An instruction does not end where it should.")


def _is_number(digits: str) -> bool:
    return digits.isascii() and digits.isdigit()
