"""Questions about what happened."""

from collections.abc import Sequence
from datetime import UTC, datetime

from pydantic import TypeAdapter

from farlight.kernel.countries import country_names
from farlight.kernel.errors import NotFound
from farlight.people.types import Actor
from farlight.shipping.public import parcel_histories, parcel_years
from farlight.shipping.types import ParcelHistory
from farlight.statistics.access import frozen_year, frozen_years, sees_exact_numbers
from farlight.statistics.domain.breakdown import breakdown_of
from farlight.statistics.types import Breakdown, Dimension

BREAKDOWNS: TypeAdapter[dict[Dimension, Breakdown]] = TypeAdapter(dict[Dimension, Breakdown])


def years_for(person: Actor, *, now: datetime) -> list[int]:
    """Return the years that a person may see figures of, the latest first; the present one only for staff."""
    frozen = frozen_years()
    if not sees_exact_numbers(person):
        return frozen
    return sorted({*frozen, *parcel_years(), now.year}, reverse=True)


def parcel_breakdown(person: Actor, dimension: Dimension, year: int | None, *, now: datetime) -> Breakdown:
    """Return a year's parcels by a dimension, or (None) those of all years, which only staff see.

    Raises
    ------
    NotFound
        When the person may not see that year's figures, or there are none.
    """
    is_exact = sees_exact_numbers(person)
    frozen = frozen_year(year) if year is not None else None
    if frozen is not None:
        return BREAKDOWNS.validate_python(frozen.exact if is_exact else frozen.open)[dimension]
    if not is_exact or (year is not None and year not in years_for(person, now=now)):
        raise NotFound
    return breakdown_of(parcel_histories(*_bounds(year)), dimension, is_exact=True, names=country_names())


def breakdowns_of_year(year: int) -> tuple[dict[Dimension, Breakdown], dict[Dimension, Breakdown]]:
    """Return all breakdowns of a year, exact ones and those for everybody."""
    histories = parcel_histories(*_bounds(year))
    return _all_breakdowns(histories, is_exact=True), _all_breakdowns(histories, is_exact=False)


def _all_breakdowns(histories: Sequence[ParcelHistory], *, is_exact: bool) -> dict[Dimension, Breakdown]:
    found: dict[Dimension, Breakdown] = {}
    for dimension in Dimension:
        if dimension is not Dimension.YEAR:
            found[dimension] = breakdown_of(histories, dimension, is_exact=is_exact, names=country_names())
    return found


def _bounds(year: int | None) -> tuple[datetime | None, datetime | None]:
    if year is None:
        return None, None
    return datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
