"""Pages of long lists, by cursor: what is added meanwhile shifts nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

LARGEST_PAGE = 200


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
