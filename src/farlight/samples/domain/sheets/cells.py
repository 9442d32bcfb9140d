"""What spreadsheets do to what people type, cell by cell."""

import re
import unicodedata
from dataclasses import dataclass
from math import isfinite

from farlight.samples.domain.sheets import grid
from farlight.samples.domain.sheets.problems import Severity, SheetProblem, Trouble

_PLAIN = re.compile(r"[!-~µÅ°²³à-öø-ÿÀ-ÖØ-ß]+(?: [!-~µÅ°²³à-öø-ÿÀ-ÖØ-ß]+)*\Z")
"""What needs no tidying: letters that can be seen, with single spaces between words."""
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)
_SPACES = re.compile(r"[\s\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u2028\u2029]+")
_TYPOGRAPHY = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u2032": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u2033": '"', "\u00ab": '"', "\u00bb": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "\u2212": "-",
        "\u2044": "/", "\u2215": "/", "\u2026": "...", "\uff0e": ".", "\uff0c": ",", "\u02d9": ".", "\u00b7": "\u00b7",
        "\u03bc": "\u00b5", "\u212b": "\u00c5",
    }
)  # fmt: skip
_GUARDED = re.compile(r"'[=+\-@\t\r]")
"""An apostrophe before what a spreadsheet would take for a formula, as our own exports have it."""
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|mai|okt|dez|mär|fév|avr|aoû|déc"
_DATE_TEXT = re.compile(
    rf"(?:\d{{1,2}}[-/. ](?:{_MONTHS})\.?(?:[-/. ]\d{{2,4}})?|(?:{_MONTHS})[-/ ]\d{{2,4}}"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{4}-\d{2}-\d{2}(?: 00:00:00)?)\Z",
    re.IGNORECASE,
)
_DIGITS_KEPT = 15
"""Digits of a number that spreadsheets keep."""
_SCIENTIFIC_TEXT = re.compile(r"\d(?:[.,]\d+)?E[+-]\d{2,3}\Z", re.IGNORECASE)
_ERROR_TEXT = re.compile(
    r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|BEZUG!|NV|WERT!|ZAHL!)\Z"
)


@dataclass(frozen=True, slots=True)
class Tidied:
    """A text without what cannot be seen."""

    text: str
    was_invisible: bool = False
    was_typographic: bool = False


def tidied(text: str, *, is_name: bool = True) -> Tidied:
    """Take away blanks around, double and special blanks, invisible and control characters, and typographic letters.

    Parameters
    ----------
    text : str
        What stands in a cell.
    is_name : bool
        Whether curly quotes and long dashes become plain ones; in a comment they stay.
    """
    if _PLAIN.match(text) and not text.startswith("'"):
        return Tidied(text)
    seen = _INVISIBLE.sub("", text)
    was_invisible = seen != text
    spaced = _SPACES.sub(" ", seen).strip()
    was_invisible = was_invisible or "\u00a0" in text or "\u202f" in text or "\u3000" in text
    plain = unicodedata.normalize("NFC", spaced)
    if is_name:
        folded = (
            unicodedata.normalize("NFKC", plain) if any("\uff00" <= letter <= "\uffef" for letter in plain) else plain
        )
        folded = folded.translate(_TYPOGRAPHY)
    else:
        folded = plain
    if _GUARDED.match(folded):
        folded = folded[1:]
    return Tidied(folded, was_invisible=was_invisible, was_typographic=folded != plain and not _GUARDED.match(plain))


def spoilt(kind: str, text: str, *, is_text: bool, is_code: bool) -> SheetProblem | None:
    """Say what a spreadsheet spoilt in a cell; None when it may be taken as it is.

    Parameters
    ----------
    kind : str
        The letter of the cell in ``Row.kinds``.
    text : str
        What stands in it.
    is_text : bool
        Whether the column takes texts: names, codes, choices.
    is_code : bool
        Whether it takes barcodes and the like, in which each digit counts.
    """
    if kind == grid.CELL_ERROR or is_error(text):
        return _problem(Trouble.CELL_ERROR, f"The cell shows the error {text}.", "Type the value itself.", text)
    if kind == grid.NO_VALUE:
        message = "The cell has a formula without a result."
        return _problem(Trouble.FORMULA, message, "Open the file in your spreadsheet program and save it again.", text)
    return _retyped(kind, text, is_code=is_code) if is_text else None


def _retyped(kind: str, text: str, *, is_code: bool) -> SheetProblem | None:
    """Say what a spreadsheet made of a text because it looked like something else."""
    if kind == grid.DATE or (text and _DATE_TEXT.match(text)):
        return _dated(text)
    if kind == grid.SCIENTIFIC or (is_code and _SCIENTIFIC_TEXT.match(text)):
        message = f"The spreadsheet made the number {text} of what was typed."
        remedy = "Format the column as Text, then type it again."
        return _problem(Trouble.SCIENTIFIC, message, remedy, text, _scientific_typed(text))
    if kind == grid.NUMBER and is_code and len(text.lstrip("-")) > _DIGITS_KEPT:
        message = f"The spreadsheet keeps {_DIGITS_KEPT} digits of a number; the others are lost."
        return _problem(Trouble.LONG_NUMBER, message, "Format the column as Text, then type it again.", text)
    return None


def is_error(text: str) -> bool:
    """Whether a text is what a spreadsheet shows instead of a result: ``#REF!``."""
    return text.startswith("#") and _ERROR_TEXT.match(text) is not None


def _dated(text: str) -> SheetProblem:
    message = f"The spreadsheet took this for a date ({text})."
    remedy = "Format the column as Text, then type it again."
    return _problem(Trouble.DATE, message, remedy, text, _typed_as_date(text))


def _problem(trouble: Trouble, message: str, remedy: str, value: str, suggestion: str | None = None) -> SheetProblem:
    return SheetProblem(
        trouble=trouble, severity=Severity.ERROR, message=message, remedy=remedy, value=value, suggestion=suggestion
    )


_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def _typed_as_date(text: str) -> str | None:
    """``2026-02-01`` was probably typed as ``1-2``."""
    found = _ISO.match(text)
    return f"{int(found.group(3))}-{int(found.group(2))}" if found else None


def _scientific_typed(text: str) -> str | None:
    """``10000000000`` and ``1.00E+10`` were probably typed as ``1E10``; with more digits nobody knows."""
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    if not isfinite(number):
        return None
    head, _, exponent = f"{number:e}".partition("e")
    head = head.rstrip("0").rstrip(".")
    return f"{head}E{int(exponent)}" if "." not in head else None
