"""What a file is by its first bytes, whatever its name says; and what to tell about files that are not sheets."""

import re
from dataclasses import dataclass

from farlight.samples.domain.sheets.grid import MOST_BYTES, FileKind
from farlight.samples.domain.sheets.problems import SheetProblem, Trouble, error, warning

_SAVE_AS = "Open it in your spreadsheet program and save it as .xlsx or .csv."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class _Sign:
    """How a kind of file begins, and what to say of it."""

    beginning: bytes
    message: str
    remedy: str = _SAVE_AS


_SIGNS = (
    _Sign(b"%PDF", "This is a PDF, not a sheet."),
    _Sign(b"\x89PNG", "This is a picture, not a sheet.", "Send the sheet itself, not a picture of it."),
    _Sign(b"\xff\xd8\xff", "This is a picture, not a sheet.", "Send the sheet itself, not a picture of it."),
    _Sign(b"GIF8", "This is a picture, not a sheet.", "Send the sheet itself, not a picture of it."),
    _Sign(b"\x1f\x8b", "This is a packed file (gzip).", "Unpack it and send the sheet that is in it."),
    _Sign(b"BZh", "This is a packed file (bzip2).", "Unpack it and send the sheet that is in it."),
    _Sign(b"7z\xbc\xaf", "This is a packed file (7z).", "Unpack it and send the sheet that is in it."),
    _Sign(b"Rar!", "This is a packed file (rar).", "Unpack it and send the sheet that is in it."),
    _Sign(b"\xfd7zXZ", "This is a packed file (xz).", "Unpack it and send the sheet that is in it."),
    _Sign(b"\x89HDF", "This is an HDF5 file, not a sheet."),
    _Sign(b"SQLite format 3", "This is a database, not a sheet."),
    _Sign(b"{\\rtf", "This is a text document (RTF), not a sheet."),
    _Sign(b"MZ", "This is a program, not a sheet.", "Send the sheet itself."),
    _Sign(b"\x7fELF", "This is a program, not a sheet.", "Send the sheet itself."),
    _Sign(b"\x09\x00\x04\x00", "This is an Excel file of the time before 1997."),
    _Sign(b"\x09\x02\x06\x00", "This is an Excel file of the time before 1997."),
    _Sign(b"\x09\x04\x06\x00", "This is an Excel file of the time before 1997."),
    _Sign(b"\x09\x08", "This is an Excel file of the time before 1997."),
)
_HTML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*(?:<!doctype html|<html|<table|<head|<body|<meta)", re.IGNORECASE)
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml")
_WORD_OF_SUFFIX = {"xlsx": FileKind.XLSX, "xlsm": FileKind.XLSX, "ods": FileKind.ODS}


def kind_of(content: bytes) -> FileKind | SheetProblem:
    """Say what a file is, or why it is none that can be read."""
    if len(content) > MOST_BYTES:
        message = f"The file has {len(content) / 1e6:.0f} MB; up to {MOST_BYTES / 1e6:.0f} MB are read."
        return error(Trouble.TOO_LARGE, message, "Delete pictures and empty rows from it, or split it.")
    if not content.strip(b"\x00\r\n\t ,;\xef\xbb\xbf\xff\xfe"):
        return error(Trouble.EMPTY, "The file is empty.", "Choose the file that has the samples.")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return FileKind.XLSX
    return _refusal_of(content) or FileKind.TEXT


def _refusal_of(content: bytes) -> SheetProblem | None:
    if content.startswith(_OLE):
        return _of_compound_file(content)
    for sign in _SIGNS:
        if content.startswith(sign.beginning):
            return error(Trouble.FILE, sign.message, sign.remedy)
    if _HTML.match(content):
        message = "This is a web page, although it may be named like an Excel file."
        return error(Trouble.FILE, message, _SAVE_AS)
    if _XML.match(content):
        return error(Trouble.FILE, "This is an XML file (perhaps Excel's format of 2003).", _SAVE_AS)
    return None


def _of_compound_file(content: bytes) -> SheetProblem:
    if _ENCRYPTED in content:
        remedy = "Save it without a password (File, Info, Protect Workbook), and send that."
        return error(Trouble.PASSWORD, "The workbook is locked by a password.", remedy)
    if "WordDocument".encode("utf-16-le") in content:
        return error(Trouble.FILE, "This is a text document (Word), not a sheet.", _SAVE_AS)
    return error(Trouble.FILE, "This is an Excel file of the old format (.xls).", _SAVE_AS)


def disagreement(name: str, kind: FileKind) -> SheetProblem | None:
    """Tell when a file's name says another kind than what is in it; it is read all the same."""
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    said = _WORD_OF_SUFFIX.get(suffix, FileKind.TEXT if suffix in {"csv", "tsv", "txt", "xls"} else None)
    if said is None or said is kind or kind is FileKind.GRID:
        return None
    is_named, is_really = f".{suffix}", {FileKind.TEXT: "text with separators"}.get(kind, f".{kind.value}")
    message = f"The file is named {is_named} but is {is_really}; it was read as that."
    return warning(Trouble.FILE, message, "Rename it, so that other programs open it too.")
