"""Statistics by REST."""

import dataclasses
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.statistics.queries import parcel_breakdown
from farlight.statistics.types import Dimension, Figures

router = Router(tags=["statistics"])


class BreakdownLineOut(Schema):
    """One line of a breakdown."""

    key: str
    label: str
    figures: Figures


class BreakdownOut(Schema):
    """Parcels by one dimension."""

    dimension: Dimension
    lines: list[BreakdownLineOut]
    total: Figures | None
    is_exact: bool


@router.get("/statistics/parcels", operation_id="parcel_breakdown", response=BreakdownOut)
def parcel_figures(request: HttpRequest, by: Dimension = Dimension.COUNTRY, year: int | None = None) -> dict[str, Any]:
    """Return a year's parcels by country, carrier, mode or kind; without a year those of all years, for staff."""
    return dataclasses.asdict(parcel_breakdown(person_of(request), by, year, now=utc_now()))
