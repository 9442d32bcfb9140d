"""Figures of years that are over stay as they are."""

from datetime import datetime, timedelta

from django.db import transaction

from farlight.bus.public import publish
from farlight.shipping.public import parcel_years
from farlight.statistics.access import frozen_years
from farlight.statistics.events import YearFrozen
from farlight.statistics.models import FrozenYear
from farlight.statistics.queries import BREAKDOWNS, breakdowns_of_year
from farlight.statistics.types import Dimension

SETTLING = timedelta(days=31)
"""Parcels of December are still on their way home in January."""


def freeze_years_that_are_over(*, now: datetime) -> list[int]:
    """Freeze every year that ended a month ago and is not frozen yet; return which."""
    over = {year for year in parcel_years() if datetime(year + 1, 1, 1, tzinfo=now.tzinfo) + SETTLING <= now}
    return [year for year in sorted(over - set(frozen_years())) if _freeze(year, now=now)]


@transaction.atomic
def _freeze(year: int, *, now: datetime) -> bool:
    exact, for_all = breakdowns_of_year(year)
    total = exact[Dimension.COUNTRY].total
    row, is_new = FrozenYear.objects.get_or_create(
        year=year,
        defaults={
            "exact": BREAKDOWNS.dump_python(exact, mode="json"),
            "open": BREAKDOWNS.dump_python(for_all, mode="json"),
            "frozen_at": now,
        },
    )
    if is_new:
        publish(YearFrozen(year=row.year, parcels=total.parcels if total else 0))
    return is_new
