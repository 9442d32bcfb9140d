"""Areas of cells that a workbook names without writing the cells: merged ones, links."""

from openpyxl.utils import range_boundaries

from farlight.samples.adapters.xlsx_package import Attributes, EnoughRead, Package, Unreadable, local
from farlight.samples.adapters.xlsx_workbook import open_workbook

_MOST_NAMED_CELLS = 50_000
"""The library for writing makes each cell of an area: so many take a second, a whole column half a minute."""
_LAST_ROW = 1_048_576
_LAST_COLUMN = 16_384
_WITH_AREAS = frozenset({"mergeCell", "hyperlink"})


def has_wide_areas(content: bytes) -> bool:
    """Whether the areas of all sheets together have more cells than are made in a moment.

    Parameters
    ----------
    content : bytes
        A workbook; of one that cannot be read it is not so.
    """
    left = _MOST_NAMED_CELLS

    def start(element: str, attributes: Attributes) -> None:
        nonlocal left
        if local(element) in _WITH_AREAS:
            left -= _cells_in(attributes.get("ref", ""))
            if left < 0:
                raise EnoughRead

    try:
        package = Package(content)
        for sheet in open_workbook(package).sheets:
            package.parse(sheet.part, start)
    except Unreadable:
        return False
    return left < 0


def _cells_in(reference: str) -> int:
    """Return how many cells an area such as A1:B7 or A:A has; none for what is no area."""
    try:
        first, top, last, bottom = range_boundaries(reference)
    except (ValueError, TypeError):
        return 0
    rows = (bottom or _LAST_ROW) - (top or 1) + 1
    columns = (last or _LAST_COLUMN) - (first or 1) + 1
    return max(rows, 0) * max(columns, 0)
