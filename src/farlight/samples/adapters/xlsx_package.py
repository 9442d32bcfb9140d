"""The parts of an XLSX file, taken out of its ZIP with limits on everything.

Nothing is unpacked to disk or read whole: each part is fed to expat piece by piece, entities are refused, and reading
stops as soon as more comes out than any sheet of samples has.
"""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable
from xml.parsers import expat

from farlight.samples.domain.sheets.grid import MOST_UNPACKED_BYTES
from farlight.samples.domain.sheets.problems import SheetProblem, Trouble, error

MOST_PARTS = 3000
_PIECE_BYTES = 65536
_ENCODINGS = frozenset({"", "utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "latin-1", "windows-1252"})
"""What parts of workbooks are written in; others are not even known to the parser."""
DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, ValueError, EOFError, OSError, RuntimeError)
"""What zipfile raises for one that somebody broke: it also seeks before the beginning, and trusts names."""
_SAVE_AGAIN = "Open it in your spreadsheet program and save it as .xlsx again."

Attributes = dict[str, str]


class Unreadable(Exception):  # noqa: N818 - the house names the condition
    """The workbook cannot be read, and why."""

    def __init__(self, problem: SheetProblem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class EnoughRead(Exception):  # noqa: N818 - as above
    """What follows is of no interest."""


def broken(detail: str) -> Unreadable:
    """Say that a workbook is damaged."""
    return Unreadable(error(Trouble.FILE, f"The workbook is damaged: {detail}.", _SAVE_AGAIN))


class Package:
    """The parts of a workbook."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except DAMAGED as damaged:
            raise broken("it is a ZIP file that cannot be opened") from damaged
        infos = self._zip.infolist()
        if len(infos) > MOST_PARTS:
            raise Unreadable(error(Trouble.TOO_LARGE, "The workbook has too many parts.", "Send the sheet alone."))
        if any(info.flag_bits & 0x1 for info in infos):
            raise Unreadable(error(Trouble.PASSWORD, "The file is locked by a password.", "Save it without one."))
        self._by_name = {info.filename.lower().lstrip("/").replace("\\", "/"): info for info in infos}
        if sum(info.file_size for info in infos) > MOST_UNPACKED_BYTES:
            raise Unreadable(_bomb())
        self._left_bytes = MOST_UNPACKED_BYTES

    @property
    def names(self) -> list[str]:
        """Names of all parts, lower case."""
        return list(self._by_name)

    def has(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return name.lower() in self._by_name

    def start_of(self, name: str, most_bytes: int = 200) -> bytes:
        """Return the beginning of a part."""
        try:
            with self._zip.open(self._by_name[name.lower()]) as part:
                return part.read(most_bytes)
        except DAMAGED as damaged:
            raise broken(f"its part {name} cannot be unpacked") from damaged

    def parse(
        self,
        name: str,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Feed a part to handlers until its end, or until one raises ``EnoughRead``.

        Raises
        ------
        Unreadable
            When it is missing, damaged, has entities, or unpacks to too much.
        """
        if not self.has(name):
            raise broken(f"its part {name} is missing")
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        parser.EntityDeclHandler = _refuse_entities
        parser.XmlDeclHandler = _refuse_encodings
        try:
            self._feed(name, parser)
        except EnoughRead:
            return
        except expat.ExpatError as wrong:
            raise broken(f"its part {name} is not XML ({wrong})") from wrong

    def _feed(self, name: str, parser: expat.XMLParserType) -> None:
        try:
            with self._zip.open(self._by_name[name.lower()]) as part:
                while piece := part.read(_PIECE_BYTES):
                    self._left_bytes -= len(piece)
                    if self._left_bytes < 0:
                        raise Unreadable(_bomb())
                    parser.Parse(piece)
                parser.Parse(b"", True)
        except DAMAGED as damaged:
            raise broken(f"its part {name} cannot be unpacked") from damaged


def _bomb() -> SheetProblem:
    message = f"The workbook unpacks to more than {MOST_UNPACKED_BYTES / 1e6:.0f} MB; it was not read further."
    return error(Trouble.TOO_LARGE, message, "Copy the samples into a new workbook and send that.")


def _refuse_entities(*_: object) -> None:
    raise broken("it declares XML entities")


def _refuse_encodings(_: str, encoding: str | None, __: int) -> None:
    if (encoding or "").casefold() not in _ENCODINGS:
        raise broken(f"a part is in the encoding {encoding!r}")


def local(name: str) -> str:
    """Return an element's name without its prefix."""
    return name.rpartition(":")[2]
