"""Numbers as people write them: decimal commas, units beside them, other units than asked for."""

import re
from dataclasses import dataclass
from functools import lru_cache

from farlight.samples.domain.sheets.problems import Trouble

_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\Z")
_WITH_COMMA = re.compile(r"[+-]?\d*,\d+\Z")
_WITH_COMMA_AND_EXPONENT = re.compile(r"[+-]?\d*,\d+[eE][+-]?\d+\Z")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:([ ',.\u2019])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d+)?\Z")
"""Groups of three digits; the decimal mark is another one than that between the groups."""
_WITH_UNIT = re.compile(r"([+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?)\s*([^\d\s.,+-].*)\Z")
_ONE_MEANING = 3
"""Digits after a single comma that make it a mark of thousands or a decimal comma: nobody can tell."""

_FACTORS: dict[str, dict[str, float]] = {
    "length": {"m": 1.0, "cm": 1e-2, "mm": 1e-3, "um": 1e-6, "micron": 1e-6, "microns": 1e-6, "nm": 1e-9, "a": 1e-10,
               "angstrom": 1e-10, "ang": 1e-10, "pm": 1e-12},
    "energy": {"ev": 1.0, "kev": 1e3, "mev": 1e6},
    "mass": {"kg": 1e3, "g": 1.0, "mg": 1e-3, "ug": 1e-6, "ng": 1e-9},
    "volume": {"l": 1.0, "ml": 1e-3, "ul": 1e-6, "nl": 1e-9},
    "concentration": {"mg/ml": 1.0, "g/l": 1.0, "ug/ul": 1.0, "ug/ml": 1e-3, "ng/ul": 1e-3, "g/ml": 1e3},
    "molarity": {"m": 1.0, "mol/l": 1.0, "mm": 1e-3, "mmol/l": 1e-3, "um": 1e-6, "umol/l": 1e-6, "nm": 1e-9},
    "time": {"s": 1.0, "sec": 1.0, "ms": 1e-3, "us": 1e-6, "ps": 1e-12, "min": 60.0, "h": 3600.0, "days": 86400.0,
             "d": 86400.0},
    "angle": {"deg": 1.0, "rad": 57.29577951308232, "mrad": 0.05729577951308232},
    "pressure": {"pa": 1.0, "kpa": 1e3, "mpa": 1e6, "bar": 1e5, "mbar": 1e2, "atm": 101325.0},
    "molecule": {"da": 1.0, "kda": 1e3, "g/mol": 1.0},
    "reciprocal": {"nm^-1": 1.0, "1/nm": 1.0, "a^-1": 10.0, "1/a": 10.0},
    "density": {"g/cm3": 1.0, "g/cc": 1.0, "g/ml": 1.0, "kg/m3": 1e-3},
    "part": {"%": 1.0, "percent": 1.0, "frac": 100.0, "fraction": 100.0},
}  # fmt: skip
_SIGNS = str.maketrans(
    {"\u00b5": "u", "\u03bc": "u", "\u00c5": "a", "\u212b": "a", "°": "deg", "²": "2", "³": "3", "⁻": "-", "¹": "1"}
)
_SAME = {"degc": "c", "celsius": "c", "degcelsius": "c", "kelvin": "k", "degk": "k"}
"""Further names of units, folded."""
_KELVIN_AT_ZERO_CELSIUS = 273.15


@dataclass(frozen=True, slots=True)
class ReadNumber:
    """A number as the technique wants it."""

    text: str
    trouble: Trouble | None = None
    """What was put right, if anything."""
    note: str = ""


@lru_cache(maxsize=20_000)
def number_in(text: str, unit: str, said_unit: str = "") -> ReadNumber | None:
    """Read a number; None when it is none, or has two meanings.

    Parameters
    ----------
    text : str
        What stands in the cell, tidied.
    unit : str
        The unit that the technique asks for, as it is written for people; empty for none.
    said_unit : str
        The unit that the heading names, when it names one.
    """
    bare, in_cell = _split_unit(text)
    plain = _plain_number(bare)
    if plain is None:
        return None
    source = in_cell or said_unit
    if source and folded_unit(source) != folded_unit(unit):
        converted = converted_number(float(plain), source, unit)
        if converted is None:
            return None
        shown = f"{converted:.10g}"
        return ReadNumber(shown, Trouble.UNIT, f"{bare} {source} was read as {shown} {unit}.")
    if plain != bare and "," in bare:
        return ReadNumber(plain, Trouble.DECIMAL_COMMA, f"{bare} was read as {plain}.")
    return ReadNumber(plain)


def _split_unit(text: str) -> tuple[str, str]:
    if _PLAIN.match(text) or _WITH_COMMA_AND_EXPONENT.match(text):
        return text, ""
    found = _WITH_UNIT.match(text)
    if found:
        return found.group(1), found.group(2).strip()
    return text, ""


def _plain_number(text: str) -> str | None:
    if _PLAIN.match(text):
        return text
    if _WITH_COMMA.match(text):
        whole, _, part = text.partition(",")
        if len(part) == _ONE_MEANING and whole.lstrip("+-") not in {"", "0"}:
            return None
        return f"{whole or '0'}.{part}"
    if _WITH_COMMA_AND_EXPONENT.match(text):
        return text.replace(",", ".")
    found = _THOUSANDS.match(text)
    if not found:
        return None
    return text.replace(found.group(1), "").replace(",", ".")


def folded_unit(unit: str) -> str:
    """Return a unit without signs that cannot be typed: ``µm`` -> ``um``."""
    folded = unit.translate(_SIGNS).replace(" ", "").replace("**", "^").casefold()
    return _SAME.get(folded, folded)


def converted_number(number: float, source: str, target: str) -> float | None:
    """Return a number in another unit; None when one cannot become the other.

    Parameters
    ----------
    number : float
        In the unit ``source``.
    source, target : str
        Units as people write them, which differ.
    """
    first, second = folded_unit(source), folded_unit(target)
    if {first, second} == {"c", "k"}:
        return number + _KELVIN_AT_ZERO_CELSIUS if second == "k" else number - _KELVIN_AT_ZERO_CELSIUS
    for factors in _FACTORS.values():
        if first in factors and second in factors:
            return number * factors[first] / factors[second]
    return None
