"""Pages of long lists, by cursor: what is added meanwhile shifts nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

LARGEST_PAGE = 200

LONGEST_NUMBER = 18
"""Digits of a number that fits into 64 bits."""


@dataclass(frozen=True, kw_only=True)
class Page(Generic[T]):
    """A part of a list."""

    items: tuple[T, ...]
    next_cursor: str | None
    """What to ask with for the following part; None at the end."""


def page_of(rows: Sequence[T], *, limit: int, cursor: Callable[[T], str]) -> Page[T]:
    """Make a page of rows that were read with ``limit + 1``: the surplus row says that there is more."""
    items = tuple(rows[:limit])
    return Page(items=items, next_cursor=cursor(items[-1]) if len(rows) > limit else None)


def whole_number(text: str) -> int | None:
    """Return the number that a cursor or header is; None when it is none, or more than any database counts."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    return int(text) if is_number else None
