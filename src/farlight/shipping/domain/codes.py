"""Codes of parcels and shipments: nobody guesses them, and a mistyped one is no other parcel's.

Eleven random characters without 0, o, 1, l and i, and a check character after ISO 7064 MOD 37,36, which finds every
single wrong character and nearly every exchange of two neighbours. Codes whose check character would be easily confused
are not given out.
"""

import re
import string

from farlight.kernel.ids import new_opaque_id

LENGTH = 12
DIGITS = string.digits + string.ascii_lowercase
_CONFUSED = frozenset("0o1li")
_SPELLED = re.compile(r"[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}", re.ASCII | re.IGNORECASE)


def check_character(text: str) -> str:
    """Return the check character of a text of digits and small letters (ISO 7064 MOD 37,36)."""
    rest = 36
    for character in text:
        rest = (rest + DIGITS.index(character)) % 36 or 36
        rest = rest * 2 % 37
    return DIGITS[(37 - rest) % 36]


def new_code() -> str:
    """Return a new code."""
    while True:
        text = new_opaque_id(length=LENGTH - 1)
        check = check_character(text)
        if check not in _CONFUSED:
            return text + check


def read_code(typed: str) -> str | None:
    """Return the code that somebody typed or a scanner read, whatever its capitals and dashes; None for others."""
    code = "".join(c for c in typed.strip().lower() if c not in " -")
    if len(code) != LENGTH or not code.isascii() or not code.isalnum():
        return None
    return code if check_character(code[:-1]) == code[-1] else None


def is_misread(text: str) -> bool:
    """Whether a text is as long as a parcel's code, and yet none: other things may be called so."""
    code = "".join(c for c in text.strip().lower() if c not in " -")
    return len(code) == LENGTH and code.isascii() and code.isalnum() and read_code(code) is None


def is_spelled(text: str) -> bool:
    """Whether a text is written as only parcels' codes are, in three groups of four."""
    return _SPELLED.fullmatch(text.strip()) is not None


def spelled(code: str) -> str:
    """Return a code as people read it out: in groups of four, in capitals."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4)).upper()
