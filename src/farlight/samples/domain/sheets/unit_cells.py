"""Unit cells in one column: six numbers in one cell, however people write them."""

import re
from collections.abc import Iterator, Sequence

from farlight.samples.domain.sheets.meanings import VALUE
from farlight.samples.domain.sheets.numbers import converted_number, folded_unit
from farlight.samples.domain.techniques import Technique

AXES = (
    *(f"unit_cell_abc[{number}]" for number in range(3)),
    *(f"unit_cell_alphabetagamma[{number}]" for number in range(3)),
)
"""What the six numbers are in a sample of NeXus, in the order in which everybody writes them."""
UNIT_CELL = "unit_cell"
"""Says of a column that each of its cells holds a whole unit cell."""
UNIT_CELL_LABEL = "Unit cell (six numbers in one cell)"
HEADINGS = (
    *("unit cell", "cell", "unit cell parameters", "cell parameters", "unit cell dimensions", "cell dimensions"),
    *("unit cell constants", "cell constants", "lattice parameters", "lattice constants", "lattice"),
    *("unit cell a b c alpha beta gamma", "cell a b c alpha beta gamma", "a b c alpha beta gamma", "unit cell abc"),
    *("elementarzelle", "gitterkonstanten", "maille"),
)
_AXIS_NAMES = frozenset({"a", "b", "c", "alpha", "beta", "gamma", "al", "be", "ga", "\u03b1", "\u03b2", "\u03b3"})
_NAMED = re.compile(r"(?:\b(?:alpha|beta|gamma|al|be|ga|[abc])|[\u03b1\u03b2\u03b3])\s*[=:]", re.IGNORECASE)
_SIGNS = re.compile(r"\u00c5|\u00b0|(?<=[\d\s])(?:angstroms?|degrees?|ang|deg|A)\b\.?|[()\[\]]", re.IGNORECASE)
_UNCERTAIN = re.compile(r"(?<=\d)\(\d+\)")
"""The uncertainty of the last digits, as in ``78.12(3)``."""
_BLANKS = re.compile(r"[\s;|/*\u00d7x]+", re.IGNORECASE)
_COMMAS_TOO = re.compile(r"[\s;|/*\u00d7x,]+", re.IGNORECASE)
_COMMA_AND_BLANK = re.compile(r"[\s;|/*\u00d7x]*,\s+|[\s;|/*\u00d7x]+", re.IGNORECASE)
_WITH_COMMA = re.compile(r"[+-]?\d*,?\d+\Z")
_WORDS_OF_UNIT = re.compile(r"[\s,;/&]+")


def cell_keys(technique: Technique) -> tuple[str, ...]:
    """Return the meanings of the six numbers of a unit cell with a technique; nothing when it asks for none."""
    by_axis = {one.nexus: f"{VALUE}{one.key}" for one in technique.fields}
    keys = tuple(by_axis[axis] for axis in AXES if axis in by_axis)
    return keys if len(keys) == len(AXES) else ()


def numbers_of_cell(text: str) -> list[str]:
    """Take a cell apart that holds several numbers: ``78.1 78.1 37.2 90 90 90``.

    Blanks, commas, semicolons, slashes, bars and the signs of multiplication stand between numbers; names of axes and
    the signs of Ångström and degree are left out, and so are uncertainties. A comma is a decimal mark when there are
    other marks between the numbers and no points in them; what is no number stays as it is.
    """
    plain = _SIGNS.sub(" ", _UNCERTAIN.sub("", _NAMED.sub(" ", text))).strip(" ,;")
    if "." not in plain:
        for marks in (_BLANKS, _COMMA_AND_BLANK):
            parts = [part for part in marks.split(plain) if part]
            if all(_WITH_COMMA.match(part) for part in parts):
                return [part.replace(",", ".") for part in parts]
    return [part for part in _COMMAS_TOO.split(plain) if part]


def units_of_cell(said: str, unit: str) -> Iterator[str]:
    """Yield what a heading says of the unit of one of the numbers: ``Å, °`` says ``Å`` of a length.

    Parameters
    ----------
    said : str
        What stands in brackets in the heading.
    unit : str
        The unit that the technique asks for.
    """
    for word in _WORDS_OF_UNIT.split(said):
        is_same = folded_unit(word) == folded_unit(unit)
        if word and not is_same and converted_number(1.0, word, unit) is not None:
            yield word


def unknown_units(said: str, units: Sequence[str]) -> list[str]:
    """Return the words in the brackets of a heading that are neither axes nor units of a length or an angle."""
    words = [word for word in _WORDS_OF_UNIT.split(said) if word and word.casefold() not in _AXIS_NAMES]
    known = {folded_unit(unit) for unit in units}
    return [
        word
        for word in words
        if folded_unit(word) not in known and all(converted_number(1.0, word, unit) is None for unit in units)
    ]
