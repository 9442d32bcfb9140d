import io
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook

from farlight.statistics.domain.tables import COLUMNS
from farlight.statistics.services.freezing import freeze_years_that_are_over
from farlight.statistics.tests.conftest import THIS_YEAR, send

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def rows_on(client, query=""):
    page = BeautifulSoup(client.get(f"/statistics/{query}").content, "html.parser")
    return [[cell.get_text(strip=True) for cell in row.find_all(["th", "td"])][:2] for row in page.select("tbody tr")]


def test_staff_see_parcels_by_country_with_a_map(client, years, staff):
    client.force_login(staff, backend=BACKEND)
    assert rows_on(client) == [["Germany", "7"]]
    page = BeautifulSoup(client.get("/statistics/").content, "html.parser")
    assert page.select_one("farlight-parcel-map")
    assert '"276"' in page.select_one("#map-points").string
    assert rows_on(client, "?by=year") == [["2025", "6"], ["2026", "1"]]
    assert rows_on(client, "?by=nonsense&year=12") == [["Germany", "7"]]


def test_others_see_nothing_until_a_year_is_frozen(client, years, leaders):
    client.force_login(leaders["mx1002"], backend=BACKEND)
    assert "No figures yet" in client.get("/statistics/").content.decode()
    assert client.get("/statistics/parcels.csv").content == b"\xef\xbb\xbf"
    freeze_years_that_are_over(now=NOW)
    assert rows_on(client, "?by=year&year=2026") == [["Germany", "6"]]
    assert client.get("/api/v1/statistics/parcels?by=country&year=2026").status_code == 404
    assert client.get("/api/v1/statistics/parcels?by=country&year=2025").json()["total"] is None


def test_figures_as_files(client, years, staff):
    client.force_login(staff, backend=BACKEND)
    text = client.get("/statistics/parcels.csv?by=country&year=2025").content.decode("utf-8-sig")
    assert text.splitlines()[1].startswith("Germany,DE,6,6,6,")
    answer = client.get("/statistics/parcels.xlsx?by=country&year=2025")
    assert answer["Content-Disposition"] == 'attachment; filename="parcels-by-country-2025.xlsx"'
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Parcels by country", "What the numbers mean"]
    assert [cell.value for cell in book.worksheets[0][1]] == ["country", "code", *COLUMNS]
    assert book.worksheets[0]["C2"].value == 6


@pytest.mark.parametrize("more", [0, 4])
def test_queries_do_not_grow_with_parcels(client, years, leaders, staff, django_assert_num_queries, more):
    for _ in range(more):
        send(leaders["mx1000"], staff, "mx1000", now=THIS_YEAR)
    client.force_login(staff, backend=BACKEND)
    client.get("/statistics/")
    with django_assert_num_queries(14):
        client.get("/statistics/")
