"""Problems as people mend them: the same wrong word in forty cells is one thing to correct, not forty."""

from collections.abc import Sequence
from dataclasses import dataclass

from farlight.samples.domain.sheets.identities import rows_in_words
from farlight.samples.domain.sheets.problems import Severity, SheetProblem, Trouble

_ONE_BY_ONE = frozenset(
    {
        Trouble.NAME_TWICE,
        Trouble.BARCODE_TWICE,
        Trouble.POSITION_TWICE,
        Trouble.EXTRA_CELLS,
        Trouble.HEADING_UNKNOWN,
        Trouble.HEADING_TWICE,
    }
)
"""What cannot be mended by the same text in all cells."""


@dataclass(frozen=True, kw_only=True)
class ProblemGroup:
    """The same problem in one cell or in many."""

    first: SheetProblem
    cells: tuple[tuple[int, int], ...]
    """Rows as the spreadsheet counts, columns from 0; empty when it is about no cell."""

    @property
    def is_mendable(self) -> bool:
        """Whether another text in the cells can mend it."""
        return bool(self.cells) and self.first.severity is not Severity.INFO

    @property
    def where(self) -> str:
        """``C7``, or ``Column C, rows 3, 4 and 5``."""
        if len(self.cells) <= 1:
            return self.first.cell
        return f"Column {self.first.letter}, {rows_in_words([row for row, _ in self.cells])}"

    @property
    def key(self) -> str:
        """The cells as a form sends them: ``3:4,7:4``."""
        return ",".join(f"{row}:{column}" for row, column in self.cells)


def grouped(problems: Sequence[SheetProblem]) -> tuple[ProblemGroup, ...]:
    """Put problems that one text can mend together; errors first, then in the order of the sheet.

    Parameters
    ----------
    problems : sequence of SheetProblem
        In the order of the sheet.
    """
    found: dict[tuple[object, ...], list[SheetProblem]] = {}
    for number, problem in enumerate(problems):
        own = number if problem.trouble in _ONE_BY_ONE or problem.row is None else None
        key = (problem.severity, problem.trouble, problem.column, problem.heading, problem.value, problem.remedy, own)
        found.setdefault(key, []).append(problem)
    groups = [
        ProblemGroup(
            first=same[0],
            cells=tuple((one.row, one.column) for one in same if one.row is not None and one.column is not None),
        )
        for same in found.values()
    ]
    return tuple(sorted(groups, key=lambda group: group.first.severity.rank))
