"""Numbers with their units, as a scientist would write them in a notebook."""

import math
from collections.abc import Sequence

NOT_KNOWN = "\N{EN DASH}"
TIMES = "\N{MULTIPLICATION SIGN}"
_BYTES_PER_STEP = 1000
_SIZE_STEPS = ("B", "kB", "MB", "GB", "TB", "PB")
_THIN_SPACE = "\u202f"
_MINUTE_S = 60
_HOUR_S = 3600
_DAY_S = 86400


def with_unit(value: float | None, unit: str, decimals: int | None) -> str:
    """Value with its unit and a fixed number of decimals, or (None) as few as it needs; a dash when it is not known."""
    if value is None or not math.isfinite(value):
        return NOT_KNOWN
    return f"{_plainly(value) if decimals is None else f'{value:.{decimals}f}'}{_THIN_SPACE}{unit}"


def _plainly(value: float) -> str:
    """At most four decimals, and no needless zeros."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def angstrom(value_angstrom: float | None) -> str:
    """Resolution or length, to a hundredth of an ångström."""
    return with_unit(value_angstrom, "Å", 2)


def degrees(value_deg: float | None) -> str:
    """Angle in degrees without needless zeros: ``0.1°``, ``180°``."""
    if value_deg is None or not math.isfinite(value_deg):
        return NOT_KNOWN
    return _plainly(value_deg) + "°"


def kev(energy_ev: float | None) -> str:
    """Photon energy given in eV, written in keV."""
    return with_unit(None if energy_ev is None else energy_ev / 1000, "keV", 3)


def electronvolts(energy_ev: float | None) -> str:
    """Photon energy in whole eV, thousands apart: ``12 658 eV``."""
    if energy_ev is None or not math.isfinite(energy_ev):
        return NOT_KNOWN
    return f"{energy_ev:,.0f}".replace(",", _THIN_SPACE) + f"{_THIN_SPACE}eV"


def seconds(duration_s: float | None) -> str:
    """Duration in the unit that suits it: ``8 ms``, ``1.5 s``, ``3 min 20 s``, ``2 h 5 min``, ``3 d 4 h``."""
    if duration_s is None or not math.isfinite(duration_s):
        return NOT_KNOWN
    if duration_s < 1:
        return f"{duration_s * 1000:.4g}{_THIN_SPACE}ms"
    if duration_s < _MINUTE_S:
        return f"{duration_s:.3g}{_THIN_SPACE}s"
    return _long_duration(round(duration_s))


def _long_duration(duration_s: int) -> str:
    """Two neighbouring units, the smaller one left out when it is zero."""
    steps = ((_DAY_S, "d", _HOUR_S, "h"), (_HOUR_S, "h", _MINUTE_S, "min"), (_MINUTE_S, "min", 1, "s"))
    for size_s, unit, rest_s, rest_unit in steps:
        if duration_s >= size_s:
            whole, rest = divmod(duration_s, size_s)
            small = rest // rest_s
            text = f"{whole}{_THIN_SPACE}{unit}"
            return f"{text} {small}{_THIN_SPACE}{rest_unit}" if small else text
    return f"{duration_s}{_THIN_SPACE}s"


def time_left_text(left_s: float, said: str) -> str:
    """Time that is left, in whole minutes beyond ten of them: ``2 h 5 min left``, ``starts in 40 s``."""
    if left_s <= 0:
        return "time is over" if said == "left" else "now"
    coarse_s = int(left_s // _MINUTE_S * _MINUTE_S if left_s > 10 * _MINUTE_S else left_s)
    text = seconds(coarse_s) if coarse_s else "a moment"
    return f"{text} left" if said == "left" else f"{said} {text}"


def percent(value_frac: float | None, decimals: int = 1) -> str:
    """Fraction written in per cent."""
    return with_unit(None if value_frac is None else value_frac * 100, "%", decimals)


def file_size(size_bytes: float | None) -> str:
    """Size in powers of a thousand, three digits: ``12.3 MB``."""
    if size_bytes is None or not math.isfinite(size_bytes):
        return NOT_KNOWN
    value, step = float(size_bytes), 0
    while value >= _BYTES_PER_STEP and step < len(_SIZE_STEPS) - 1:
        value, step = value / _BYTES_PER_STEP, step + 1
    digits = f"{value:.0f}" if step == 0 else f"{value:.3g}"
    return f"{digits}{_THIN_SPACE}{_SIZE_STEPS[step]}"


def unit_cell_text(cell: Sequence[float] | None) -> str:
    """Cell constants: lengths in Å to two decimals, angles in degrees to two, right angles as ``90``."""
    if not cell:
        return NOT_KNOWN
    lengths = " ".join(f"{length_angstrom:.2f}" for length_angstrom in cell[:3])
    angles = " ".join(f"{angle_deg:.2f}".rstrip("0").rstrip(".") for angle_deg in cell[3:])
    return f"{lengths}  {angles}".strip()


def space_group_parts(symbol: str) -> list[tuple[str, bool]]:
    """Take a Hermann-Mauguin symbol with blanks apart: pieces of text, and whether each stands low (a screw's number).

    ``P 43 21 2`` gives P, 4, 3 low, 2, 1 low, 2.
    """
    parts: list[tuple[str, bool]] = []
    for element in (symbol or NOT_KNOWN).split():
        if element[0] in "2346" and element[1:2].isdigit():
            parts += [(element[0], False), (element[1], True), (element[2:], False)]
        else:
            parts.append((element, False))
    return [part for part in parts if part[0]]
