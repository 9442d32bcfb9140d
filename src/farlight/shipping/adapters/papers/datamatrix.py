"""DataMatrix ECC 200 (ISO/IEC 16022) of short codes: small square symbols for containers.

Texts are encoded in the ASCII scheme, two digits in one codeword. Sizes up to 26 by 26 have one region and one block of
error correction, which is all that a code on a puck needs: up to 44 codewords.
"""

from collections.abc import Iterator
from functools import cache

from farlight.kernel.errors import Invalid, Objection

SIZES = (
    (10, 3, 5),
    (12, 5, 7),
    (14, 8, 10),
    (16, 12, 12),
    (18, 18, 14),
    (20, 22, 18),
    (22, 30, 20),
    (24, 36, 24),
    (26, 44, 28),
)
"""Modules of a side, data codewords, codewords of error correction."""
_PAD = 129
_FIELD = 0x12D
"""x⁸ + x⁵ + x³ + x² + 1, over which the error correction counts."""


def data_matrix(text: str) -> list[list[bool]]:
    """Return the symbol of a text, row by row from the top, true for black; without the quiet zone of one module.

    Raises
    ------
    Invalid
        When the text is empty, has letters beyond ASCII, or is too long.
    """
    words = _codewords(text)
    size = next((size for size in SIZES if size[1] >= len(words)), None)
    if size is None or not words:
        raise Invalid([Objection(message=f"{text!r} does not fit a DataMatrix.", mend="Use a shorter code.")])
    side, room, checks = size
    padded = _padded(words, room)
    bits = _placed(padded + _checks(padded, checks), side - 2)
    return [[_module(row, column, side, bits) for column in range(side)] for row in range(side)]


def _codewords(text: str) -> list[int]:
    if not text.isascii():
        raise Invalid(
            [Objection(message=f"{text!r} has letters that a code cannot have.", mend="Use A to Z and 0 to 9.")]
        )
    words, at = [], 0
    while at < len(text):
        pair = text[at : at + 2]
        if len(pair) == 2 and pair.isdigit():  # noqa: PLR2004 - two digits go into one codeword
            words.append(130 + int(pair))
            at += 2
        else:
            words.append(ord(text[at]) + 1)
            at += 1
    return words


def _padded(words: list[int], room: int) -> list[int]:
    """Fill up: a pad, then pads that are scattered by their place (253-state algorithm)."""
    padded = list(words)
    while len(padded) < room:
        place = len(padded) + 1
        scattered = _PAD + (149 * place) % 253 + 1
        padded.append(_PAD if place == len(words) + 1 else scattered if scattered <= 254 else scattered - 254)  # noqa: PLR2004
    return padded


@cache
def _powers() -> tuple[list[int], list[int]]:
    powers, logs, value = [1] * 255, [0] * 256, 1
    for exponent in range(255):
        powers[exponent], logs[value] = value, exponent
        value = value << 1 if value < 128 else value << 1 ^ _FIELD  # noqa: PLR2004 - eight bits
    return powers, logs


def _times(left: int, right: int) -> int:
    powers, logs = _powers()
    return powers[(logs[left] + logs[right]) % 255] if left and right else 0


def _checks(words: list[int], count: int) -> list[int]:
    """Return the codewords of error correction: the rest of a division by (x - 2)(x - 2²)…(x - 2ⁿ)."""
    powers, _ = _powers()
    generator = [1]
    for exponent in range(1, count + 1):
        shifted = [*generator, 0]
        scaled = [0, *(_times(value, powers[exponent]) for value in generator)]
        generator = [a ^ b for a, b in zip(shifted, scaled, strict=True)]
    rest = [0] * count
    for word in words:
        factor = word ^ rest[0]
        rest = [a ^ _times(factor, b) for a, b in zip([*rest[1:], 0], generator[1:], strict=True)]
    return rest


def _module(row: int, column: int, side: int, bits: list[list[bool]]) -> bool:
    """Solid lines at left and bottom, broken ones at top and right, the bits within."""
    if column == 0 or row == side - 1:
        return True
    if row == 0:
        return column % 2 == 0
    if column == side - 1:
        return row % 2 == 1
    return bits[row - 1][column - 1]


def _placed(words: list[int], side: int) -> list[list[bool]]:
    """Lay the bits along diagonals, as annex F of the standard has it."""
    grid: list[list[bool | None]] = [[None] * side for _ in range(side)]
    for word, cells in zip(words, _utahs(grid, side), strict=False):
        for bit, (row, column) in enumerate(cells):
            grid[row][column] = bool(word >> (7 - bit) & 1)
    if grid[side - 1][side - 1] is None:
        grid[side - 1][side - 1] = grid[side - 2][side - 2] = True
    return [[bool(cell) for cell in row] for row in grid]


def _utahs(grid: list[list[bool | None]], side: int) -> Iterator[list[tuple[int, int]]]:
    """Return the eight cells of one codeword after another."""
    row, column = 4, 0
    while row < side or column < side:
        corner = _corner(row, column, side)
        if corner:
            yield corner
        while row >= 0 and column < side:
            if row < side and column >= 0 and grid[row][column] is None:
                yield _utah(row, column, side)
            row, column = row - 2, column + 2
        row, column = row + 1, column + 3
        while row < side and column >= 0:
            if row >= 0 and column < side and grid[row][column] is None:
                yield _utah(row, column, side)
            row, column = row + 2, column - 2
        row, column = row + 3, column + 1


_UTAH = ((-2, -2), (-2, -1), (-1, -2), (-1, -1), (-1, 0), (0, -2), (0, -1), (0, 0))


def _utah(row: int, column: int, side: int) -> list[tuple[int, int]]:
    return [_wrapped(row + down, column + right, side) for down, right in _UTAH]


def _wrapped(row: int, column: int, side: int) -> tuple[int, int]:
    if row < 0:
        row, column = row + side, column + 4 - (side + 4) % 8
    if column < 0:
        row, column = row + 4 - (side + 4) % 8, column + side
    return row, column


def _corner(row: int, column: int, side: int) -> list[tuple[int, int]]:
    """Return the cells of a codeword that lies around corners; empty where none does."""
    last = side - 1
    if (row, column) == (side, 0):
        return [(last, 0), (last, 1), (last, 2), (0, last - 1), (0, last), (1, last), (2, last), (3, last)]
    if (row, column) == (side - 2, 0) and side % 4:
        return [
            (last - 2, 0),
            (last - 1, 0),
            (last, 0),
            (0, last - 3),
            (0, last - 2),
            (0, last - 1),
            (0, last),
            (1, last),
        ]
    if (row, column) == (side - 2, 0) and side % 8 == 4:  # noqa: PLR2004 - annex F
        return [(last - 2, 0), (last - 1, 0), (last, 0), (0, last - 1), (0, last), (1, last), (2, last), (3, last)]
    if (row, column) == (side + 4, 2) and side % 8 == 0:
        return [
            (last, 0),
            (last, last),
            (0, last - 2),
            (0, last - 1),
            (0, last),
            (1, last - 2),
            (1, last - 1),
            (1, last),
        ]
    return []
