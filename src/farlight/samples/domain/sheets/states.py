"""The way of a sheet: kept to be mended, taken over, undone."""

from collections.abc import Mapping
from enum import StrEnum


class SheetState(StrEnum):
    """Where a sheet is on its way."""

    DRAFT = "draft"
    """Kept to be mended; nothing of it is in the proposal."""
    TAKEN = "taken"
    """Its samples are the proposal's."""
    UNDONE = "undone"
    """It was taken over, and taken back."""
    DISCARDED = "discarded"
    """It was thrown away before it was taken over."""


NEXT_SHEET_STATES: Mapping[SheetState, frozenset[SheetState]] = {
    SheetState.DRAFT: frozenset({SheetState.TAKEN, SheetState.DISCARDED}),
    SheetState.TAKEN: frozenset({SheetState.UNDONE}),
    SheetState.UNDONE: frozenset(),
    SheetState.DISCARDED: frozenset(),
}
"""What may follow."""
