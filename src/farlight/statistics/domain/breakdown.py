"""Parcels by country, carrier, mode …: exactly for staff; for everybody else so that no small group stands alone.

A group of fewer than five could be somebody's. Such groups are put together; when what was put together is still
small, the next larger group joins it, and nothing else is said that would let one take it apart again: no total, no
times, shares or numbers of few. What everybody sees is one year that is over, so that no two tables differ by one
parcel.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from farlight.shipping.types import ParcelHistory
from farlight.statistics.domain.figures import FEWEST, figures_of
from farlight.statistics.types import Breakdown, Dimension, Line

FEWEST_PROPOSALS = 3
"""Of two groups each could tell the other's from the sum."""
OTHERS = "all others"
UNKNOWN = "not known"

_KEYS: Mapping[Dimension, Callable[[ParcelHistory], str]] = {
    Dimension.COUNTRY: lambda h: h.country,
    Dimension.CARRIER: lambda h: h.carrier,
    Dimension.MODE: lambda h: h.access_mode,
    Dimension.KIND: lambda h: h.kind.value,
    Dimension.YEAR: lambda h: str(h.made_at.year),
}


def breakdown_of(
    histories: Sequence[ParcelHistory],
    dimension: Dimension,
    *,
    is_exact: bool,
    names: Mapping[str, str] | None = None,
) -> Breakdown:
    """Return parcels by a dimension.

    Parameters
    ----------
    histories : sequence of ParcelHistory
        The parcels.
    dimension : Dimension
        What they are told apart by.
    is_exact : bool
        Whether small groups are shown as they are.
    names : mapping, optional
        What keys are called, such as the names of countries.
    """
    groups: dict[str, list[ParcelHistory]] = defaultdict(list)
    for history in histories:
        groups[_KEYS[dimension](history)].append(history)
    merged = list(groups.items()) if is_exact else _without_small_ones(groups)
    fewest = 1 if is_exact else FEWEST
    lines = [
        Line(key=key, label=_label(key, names or {}), figures=figures_of(group, fewest=fewest)) for key, group in merged
    ]
    return Breakdown(
        dimension=dimension,
        lines=tuple(sorted(lines, key=lambda line: _order(line, dimension))),
        total=figures_of(histories, fewest=fewest) if is_exact else None,
        is_exact=is_exact,
    )


def _without_small_ones(groups: Mapping[str, Sequence[ParcelHistory]]) -> list[tuple[str, list[ParcelHistory]]]:
    """Put groups that could be somebody's together; leave everything out when all of it could be."""
    small = [key for key, group in groups.items() if _is_small(group)]
    rest = sorted((key for key in groups if key not in small), key=lambda key: (len(groups[key]), key))
    together = [history for key in small for history in groups[key]]
    while together and _is_small(together) and rest:
        together += groups[rest.pop(0)]
    kept = [(key, list(groups[key])) for key in rest]
    return [*kept, (OTHERS, together)] if together and not _is_small(together) else kept


def _is_small(group: Sequence[ParcelHistory]) -> bool:
    """Whether a group has too few parcels, or those of too few proposals, to hide in."""
    return len(group) < FEWEST or len({history.proposal for history in group}) < FEWEST_PROPOSALS


def _label(key: str, names: Mapping[str, str]) -> str:
    return names.get(key, key) or UNKNOWN


def _order(line: Line, dimension: Dimension) -> tuple[bool, int, str]:
    size = 0 if dimension is Dimension.YEAR else -line.figures.parcels
    return (line.key == OTHERS, size, line.label)
