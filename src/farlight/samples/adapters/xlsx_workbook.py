"""What stands around the cells of an XLSX file: its sheets, its texts, which formats are dates."""

import posixpath
import re
from dataclasses import dataclass, field

from farlight.kernel.paging import whole_number
from farlight.samples.adapters.xlsx_package import Attributes, EnoughRead, Package, Unreadable, broken, local
from farlight.samples.domain.sheets import grid
from farlight.samples.domain.sheets.problems import SheetProblem, Trouble, error, warning

_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_SCIENTIFIC = frozenset({11, 48})
_PERCENT = frozenset({9, 10})
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MACROS = ("vbaproject.bin", "xl/macrosheets/", "vbadata.xml")
_OTHER_PACKAGES = (("word/document.xml", "a text document (Word)"), ("ppt/presentation.xml", "a presentation"))
MOST_TEXT_CHARACTERS = 60_000_000
_MOST_RUNS = 100
"""Pieces of one text that are looked at; more have no more than the limit of a cell."""


@dataclass(frozen=True)
class SheetEntry:
    """A sheet of a workbook."""

    name: str
    part: str
    is_hidden: bool


@dataclass
class Workbook:
    """What reading cells needs to know."""

    sheets: list[SheetEntry] = field(default_factory=list)
    counts_from_1904: bool = False
    texts: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    """For each cell format the letter of numbers shown so."""
    problems: list[SheetProblem] = field(default_factory=list)


def open_workbook(package: Package) -> Workbook:
    """Read what stands around the cells.

    Raises
    ------
    Unreadable
        When it is no workbook, or one with macros.
    """
    _refuse_others(package)
    book = Workbook()
    main = _main_part(package)
    targets = _relations(package, main)
    _read_sheets(package, main, targets, book)
    folder = posixpath.dirname(main)
    _read_texts(package, _found(targets, "sharedStrings", f"{folder}/sharedStrings.xml"), book)
    _read_formats(package, _found(targets, "styles", f"{folder}/styles.xml"), book)
    if any(name.startswith(f"{folder}/externallinks/") for name in package.names):
        message = "The workbook takes values from other files; they are as it was saved."
        remedy = "Look whether they are still right, or paste them as values."
        book.problems.append(warning(Trouble.EXTERNAL_LINK, message, remedy))
    return book


def _refuse_others(package: Package) -> None:
    names = package.names
    if any(mark in name for name in names for mark in _MACROS):
        message = "The workbook has macros; workbooks with programs in them are not opened."
        raise Unreadable(error(Trouble.MACROS, message, "Save it as .xlsx (Excel Workbook, without macros)."))
    for part, words in _OTHER_PACKAGES:
        if part in names:
            raise Unreadable(error(Trouble.FILE, f"This is {words}, not a sheet.", "Send the sheet itself."))
    if "xl/workbook.bin" in names:
        raise Unreadable(error(Trouble.FILE, "This is Excel's binary format (.xlsb).", "Save it as .xlsx or .csv."))
    if "index/document.iwa" in names:
        raise Unreadable(error(Trouble.FILE, "This is a Numbers document.", "Export it as .xlsx or .csv."))
    if "[content_types].xml" not in names:
        message = "This is a ZIP file, not a workbook."
        raise Unreadable(error(Trouble.FILE, message, "Unpack it and send the sheet that is in it."))


def _main_part(package: Package) -> str:
    found = _relations(package, "")
    part = _found(found, "officeDocument", "xl/workbook.xml")
    if not package.has(part):
        raise broken("it has no list of sheets")
    return part


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Return kind and target by the key of a relation."""
    folder, name = posixpath.split(part)
    where = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, tuple[str, str]] = {}

    def start(element: str, attributes: Attributes) -> None:
        if local(element) == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], path)

    if package.has(where):
        package.parse(where, start)
    return found


def _found(targets: dict[str, tuple[str, str]], kind: str, otherwise: str) -> str:
    return next((path for said, path in targets.values() if said == kind), otherwise)


def _read_sheets(package: Package, main: str, targets: dict[str, tuple[str, str]], book: Workbook) -> None:
    def start(element: str, attributes: Attributes) -> None:
        name = local(element)
        if name == "workbookPr":
            book.counts_from_1904 = attributes.get("date1904") in {"1", "true"}
        elif name == "sheet":
            key = next((value for key, value in attributes.items() if local(key) == "id" and ":" in key), "")
            kind, part = targets.get(key, ("", ""))
            if kind in {"worksheet", ""} and part:
                hidden = attributes.get("state", "visible") != "visible"
                book.sheets.append(SheetEntry(attributes.get("name", ""), part, hidden))

    package.parse(main, start)
    if not book.sheets:
        raise Unreadable(
            error(Trouble.EMPTY, "The workbook has no sheet with cells.", "Send the one with the samples.")
        )


class _Texts:
    """Collects the table of texts that cells point into."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._takes = False
        self._skips = 0
        self._characters = 0

    def start(self, element: str, _: Attributes) -> None:
        name = local(element)
        if name == "t":
            self._takes = not self._skips
        elif name == "rPh":
            self._skips += 1

    def text(self, text: str) -> None:
        if self._takes:
            self._parts.append(text[: grid.MOST_CELL_CHARACTERS + 1] if len(self._parts) < _MOST_RUNS else "")
            self._characters += len(text)
            if self._characters > MOST_TEXT_CHARACTERS:
                raise Unreadable(
                    error(Trouble.TOO_LARGE, "The workbook has too much text.", "Copy the samples into a new workbook.")
                )

    def end(self, element: str) -> None:
        name = local(element)
        if name == "t":
            self._takes = False
        elif name == "rPh":
            self._skips -= 1
        elif name == "si":
            self.texts.append(unescaped("".join(self._parts)))
            self._parts.clear()


def unescaped(text: str) -> str:
    """``_x000D_`` -> carriage return."""
    return _ESCAPED.sub(lambda found: grid.storable(chr(int(found.group(1), 16))), text) if "_x" in text else text


def _read_texts(package: Package, part: str, book: Workbook) -> None:
    if package.has(part):
        collected = _Texts()
        package.parse(part, collected.start, collected.end, collected.text)
        book.texts = collected.texts


def _read_formats(package: Package, part: str, book: Workbook) -> None:
    own: dict[str, str] = {}
    is_inside = [False]

    def start(element: str, attributes: Attributes) -> None:
        name = local(element)
        if name == "numFmt":
            own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            is_inside[0] = True
        elif name == "xf" and is_inside[0]:
            book.kinds.append(_kind_of_format(attributes.get("numFmtId", "0"), own))

    def end(element: str) -> None:
        if local(element) == "cellXfs":
            raise EnoughRead

    if package.has(part):
        package.parse(part, start, end)


def _kind_of_format(key: str, own: dict[str, str]) -> str:
    if key in own:
        return _kind_of_code(own[key])
    number = whole_number(key)
    if number in _DATES:
        return grid.DATE
    if number in _SCIENTIFIC:
        return grid.SCIENTIFIC
    return grid.PERCENT if number in _PERCENT else grid.NUMBER


def _kind_of_code(code: str) -> str:
    """``yyyy-mm-dd`` is a date, ``0.00E+00`` scientific, ``0%`` a percentage."""
    bare = _QUOTED.sub("", code.split(";", maxsplit=1)[0]).lower()
    if "e+" in bare or "e-" in bare:
        return grid.SCIENTIFIC
    if "%" in bare:
        return grid.PERCENT
    return grid.DATE if bare != "general" and re.search(r"[dmyhs]", bare) else grid.NUMBER
