import pytest
from bs4 import BeautifulSoup

from farlight.transfer.services.policy import define_transfer
from farlight.transfer.tests.conftest import BACKEND, body_of
from farlight.transfer.types import TransferDefinition


@pytest.fixture
def browser(client, ada, session, write):
    client.force_login(ada, backend=BACKEND)
    return client


def soup_of(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize(
    ("query", "heading", "files"),
    [("", "all files of the session", 4), ("?run=1", "run 1", 3), ("?folder=raw", "raw", 2)],
)
def test_ways_to_take_files_home(browser, session, query, heading, files):
    soup = soup_of(browser.get(f"/sessions/{session.code}/take/{query}"))
    assert soup.h1.get_text(" ", strip=True) == f"Take {heading} home"
    assert f"{files} files" in soup.get_text(" ", strip=True)
    assert [part["data-way"] for part in soup.select("[data-way]")] == ["https", "parallel"]


def test_what_is_too_large_has_no_button_and_says_why(browser, session):
    define_transfer(definition=TransferDefinition(https_most_bytes=10, sftp_host="files.example"))
    soup = soup_of(browser.get(f"/sessions/{session.code}/take/"))
    assert soup.select("main .btn-primary[download]") == []
    assert "The facility sends at most 1e-08 GB in one archive." in soup.get_text()
    assert [p["data-way"] for p in soup.select("[data-way]")] == ["parallel", "https", "sftp"]


def test_chosen_files_lead_to_their_page_or_their_archive(browser, session):
    url = f"/sessions/{session.code}/take/"
    chosen = {"name": ["raw", "processed"]}
    page = browser.post(url, chosen)["Location"]
    assert soup_of(browser.get(page)).h1.get_text(" ", strip=True) == "Take chosen files home"
    for form, ending in (("tar", "/archive.tar"), ("zip", "/archive.zip"), ("meta4", "/files.meta4")):
        address = browser.post(url, {**chosen, "form": form})["Location"]
        assert (address.endswith(ending), browser.head(address).status_code) == (True, 200)
    assert browser.post(url, {}).status_code == 422


def test_nothing_to_take_yet(browser, session, write):
    write("raw/run-009/x").unlink()
    assert (
        "Nothing to take yet" in soup_of(browser.get(f"/sessions/{session.code}/take/?folder=raw/run-009")).get_text()
    )


def test_who_took_what(browser, session, django_assert_max_num_queries):
    empty = soup_of(browser.get(f"/sessions/{session.code}/transfers/"))
    assert "Nobody took anything yet" in empty.get_text()
    body_of(browser.get(f"/api/v1/sessions/{session.code}/runs/1/archive.tar"))
    for _ in range(2):
        with django_assert_max_num_queries(16):
            rows = soup_of(browser.get(f"/sessions/{session.code}/transfers/", headers={"HX-Request": "true"}))
        body_of(browser.get(f"/api/v1/sessions/{session.code}/runs/1/archive.zip"))
    assert rows.html is None
    assert [cell.get_text(" ", strip=True) for cell in rows.select("tbody td:nth-child(2)")] == [
        "run 1 as zip",
        "run 1 as tar",
    ]
