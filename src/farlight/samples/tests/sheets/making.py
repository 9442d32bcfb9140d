"""Sheets made for tests: as people, programs and enemies make them."""

import io
import json
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from farlight.samples.adapters.profile_files import standard_profiles
from farlight.samples.adapters.xlsx_reading import read_sheet
from farlight.samples.domain.sheets.checking import CheckOptions, SheetCheck, checked
from farlight.samples.domain.sheets.known import Known, KnownContainer, KnownSample, KnownType
from farlight.samples.domain.techniques import read_technique

ROOT = Path(__file__).parents[5]
TECHNIQUES = {
    technique.code: technique
    for technique in (
        read_technique(json.loads(path.read_text("utf-8")))
        for path in sorted((ROOT / "facility" / "techniques").glob("*-1.json"))
    )
}
UNIPUCK = KnownType(code="unipuck", title="UniPuck", slots=tuple(str(n) for n in range(1, 17)), form_factor="unipuck")
SPINE = KnownType(code="spine_puck", title="SPINE puck", slots=tuple(str(n) for n in range(1, 11)), form_factor="spine")
GRID_BOX = KnownType(code="grid_box_1", title="Grid box 1", slots=("1", "2", "3", "4"), form_factor="grid_box")
EM_PUCK = KnownType(
    code="em_puck",
    title="EM puck",
    slots=tuple(str(n) for n in range(1, 13)),
    form_factor="em_puck",
    accepts={str(n): ("grid_box",) for n in range(1, 13)},
)
PLATE = KnownType(
    code="plate_96",
    title="96-well plate",
    slots=tuple(f"{row}{column}" for row in "ABCDEFGH" for column in range(1, 13)),
    form_factor="sbs_plate",
)
CANE = KnownType(code="cane_10", title="Cane of 10", slots=tuple(str(n) for n in range(1, 11)), form_factor="cane")
OLD_UNIPUCK = KnownType(
    code="unipuck", title="UniPuck", slots=tuple(str(n) for n in range(1, 9)), form_factor="unipuck"
)
TRAY = KnownType(code="tray_3", title="Tray of 3", slots=("1", "2", "3"))
DROPS = KnownType(code="two_drops", title="Two drops", slots=("A1a", "A1b", "A2a", "A2b"), form_factor="sbs_plate")
KNOWN = Known(
    proposal="mx2345",
    substances=("lyso", "thau", "MyoD"),
    samples={
        "old1": KnownSample(
            code="aaa",
            name="old1",
            acronym="lyso",
            container="P-OLD",
            slot="1",
            barcodes=("HX1",),
            technique="mx_crystal",
            values={"space_group": "P43212"},
        ),
        "gone": KnownSample(code="bbb", name="gone", acronym="lyso", is_movable=False, technique="mx_crystal"),
    },
    containers={
        "c-9": KnownContainer(name="C-9", type="cane_10", outer="P-OLD", outer_slot="9"),
        "p-8": KnownContainer(name="P-8", type="unipuck", layout=OLD_UNIPUCK),
        "t-1": KnownContainer(name="T-1", type="tray_3", layout=TRAY),
        "p-old": KnownContainer(name="P-OLD", type="unipuck"),
        "p-sent": KnownContainer(name="P-SENT", type="unipuck", is_open=False),
    },
    taken={("p-old", "1"): "old1"},
    types={one.code: one for one in (UNIPUCK, SPINE, GRID_BOX, EM_PUCK, PLATE, CANE, DROPS)},
)

HEADINGS = ["Parcel", "Container", "Container type", "Position", "Substance", "Sample name", "Barcode", "Comment"]
GOOD = ["Dewar 1", "P-1", "UniPuck", "1", "lyso", "x1", "HX100", ""]


def good(count: int = 3) -> list[list[str]]:
    """Rows with nothing wrong."""
    return [["Dewar 1", "P-1", "UniPuck", str(n), "lyso", f"x{n}", f"HX10{n}", ""] for n in range(1, count + 1)]


def with_cell(row: int, column: int, value: object, *, count: int = 3) -> list[list[object]]:
    """A good sheet with another value in one cell; row 0 is the first sample."""
    rows: list[list[object]] = [list(one) for one in good(count)]
    rows[row][column] = value
    return [list(HEADINGS), *rows]


def csv_of(rows: list[list[object]], separator: str = ",", encoding: str = "utf-8") -> bytes:
    return "".join(separator.join(map(str, row)) + "\r\n" for row in rows).encode(encoding)


def xlsx_of(rows: list[list[object]], change=None, sheet: str = "Sheet1") -> bytes:
    """A workbook; ``change(workbook, worksheet)`` may do anything to it before it is saved."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(row)
    if change:
        change(book, page)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(
    content: bytes, changes: dict[str, bytes | None] | None = None, added: dict[str, bytes] | None = None
) -> bytes:
    """The same workbook with some of its parts replaced (``None``: left out) or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            part = (changes or {}).get(info.filename, old.read(info))
            if part is not None:
                new.writestr(info.filename, part)
        for name, part in (added or {}).items():
            new.writestr(name, part)
    return out.getvalue()


def part_of(content: bytes, name: str = "xl/worksheets/sheet1.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name).decode()


def ods_of(rows: list[list[str]], mimetype: str = "application/vnd.oasis.opendocument.spreadsheet") -> bytes:
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in row
        )
        + '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        for row in rows
    )
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Sheet1">{cells}<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", mimetype)
        package.writestr("content.xml", content)
    return out.getvalue()


def check(content: bytes, name: str = "", known: Known = KNOWN, options: CheckOptions | None = None) -> SheetCheck:
    return checked(read_sheet(content, name=name), known, TECHNIQUES, standard_profiles(), options)


def told(found: SheetCheck) -> list[tuple[str, str, str]]:
    """Where, what and how bad, of every problem."""
    return [(problem.cell, problem.trouble.value, problem.severity.value) for problem in found.problems]


@dataclass(frozen=True)
class Case:
    """A sheet, and everything that is said of it: cell, severity, kind of problem."""

    content: bytes
    told: tuple[str, ...]
    name: str = ""
    options: CheckOptions | None = None


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(name, content)
    return out.getvalue()


def a_million_rows() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 1_000_001))
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}'
    return repacked(xlsx_of([HEADINGS]), {"xl/worksheets/sheet1.xml": f"{sheet}</sheetData></worksheet>".encode()})


def with_result(content: bytes, result: str) -> bytes:
    """Give the only formula of a workbook a result, as Excel does."""
    sheet = re.sub(r"</f><v ?/?>(</v>)?", f"</f><v>{result}</v>", part_of(content))
    return repacked(content, {"xl/worksheets/sheet1.xml": sheet.encode()})
