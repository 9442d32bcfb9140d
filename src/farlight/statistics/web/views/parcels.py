"""Figures of parcels: as a page, as CSV, as XLSX."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from farlight.kernel.paging import whole_number
from farlight.kernel.tables import csv_lines
from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.people.types import Actor
from farlight.statistics.access import sees_exact_numbers
from farlight.statistics.adapters.workbook import xlsx_of
from farlight.statistics.domain.maps import map_points
from farlight.statistics.domain.tables import MEANINGS, rows_of
from farlight.statistics.queries import parcel_breakdown, years_for
from farlight.statistics.types import Breakdown, Dimension

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What the page shows."""

    dimension: Dimension
    year: int | None
    years: tuple[int, ...]
    is_exact: bool

    @property
    def file_name(self) -> str:
        """Name of a file with these figures, without its ending."""
        return f"parcels-by-{self.dimension.value}-{self.year or 'all-years'}"


def _choice(person: Actor, asked: QueryDict) -> Choice:
    """Read what is asked for; what is not offered becomes the first that is."""
    is_exact, years = sees_exact_numbers(person), years_for(person, now=utc_now())
    dimensions = [d for d in Dimension if is_exact or d is not Dimension.YEAR]
    by = asked.get("by", "")
    wanted = whole_number(asked.get("year", ""))
    year = wanted if wanted in years else None
    dimension = Dimension(by) if by in dimensions else Dimension.COUNTRY
    if year is None and not is_exact and years:
        year = years[0]
    if dimension is Dimension.YEAR:
        year = None
    return Choice(dimension=dimension, year=year, years=tuple(years), is_exact=is_exact)


def _found(person: Actor, choice: Choice) -> Breakdown | None:
    """Return the figures; None while there are none for everybody yet."""
    if choice.year is None and not choice.is_exact:
        return None
    return parcel_breakdown(person, choice.dimension, choice.year, now=utc_now())


@login_required
@require_safe
def parcel_figures(request: HttpRequest) -> HttpResponse:
    """Show parcels by country, carrier, mode …, on a map and as a table."""
    person = person_of(request)
    choice = _choice(person, request.GET)
    found = _found(person, choice)
    context = {
        "choice": choice,
        "found": found,
        "points": map_points(found) if found and choice.dimension is Dimension.COUNTRY else None,
        "dimensions": [d for d in Dimension if choice.is_exact or d is not Dimension.YEAR],
        "meanings": MEANINGS,
    }
    return render(request, "statistics/parcels.html", context)


@login_required
@require_safe
def parcel_csv(request: HttpRequest) -> HttpResponse:
    """Send the figures as CSV."""
    choice, rows = _rows(request)
    body = "".join(csv_lines(rows)).encode("utf-8-sig")
    return _as_file(body, "text/csv; charset=utf-8", f"{choice.file_name}.csv")


@login_required
@require_safe
def parcel_xlsx(request: HttpRequest) -> HttpResponse:
    """Send the figures as XLSX, with a sheet that says what the numbers mean."""
    choice, rows = _rows(request)
    body = xlsx_of(rows, title=f"Parcels by {choice.dimension.label}", notes=MEANINGS)
    return _as_file(body, _XLSX, f"{choice.file_name}.xlsx")


def _rows(request: HttpRequest) -> tuple[Choice, list[list[object]]]:
    person = person_of(request)
    choice = _choice(person, request.GET)
    found = _found(person, choice)
    return choice, rows_of(found) if found else []


def _as_file(body: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
    return HttpResponse(body, content_type=kind, headers=headers)
