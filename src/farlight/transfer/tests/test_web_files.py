import re

import pytest
from bs4 import BeautifulSoup

from farlight.people.tests.factories import make_person
from farlight.transfer import queries
from farlight.transfer.tests.conftest import BACKEND


@pytest.fixture
def page(client, ada, session, write):
    """Ada's browser, which opens paths below the session."""
    client.force_login(ada, backend=BACKEND)

    def open_page(path):
        response = client.get(f"/sessions/{session.code}{path}")
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return open_page


def links(soup, words):
    return [a["href"] for a in soup.find_all("a") if words in a.get_text(" ", strip=True)]


def test_folders_are_walked(page, session):
    top = page("/files/")
    assert [a.get_text(strip=True) for a in top.select("a.fl-row-link")] == ["processed", "processing", "raw"]
    raw = page("/files/raw/")
    assert links(raw, "run-001") == [f"/sessions/{session.code}/files/raw/run-001/"]
    run = page("/files/raw/run-001/")
    assert links(run, "Download lyso_master.h5") == [
        f"/api/v1/sessions/{session.code}/files/raw/run-001/lyso_master.h5"
    ]
    assert links(run, "Take home") == [f"/sessions/{session.code}/take/?folder=raw%2Frun-001"]


def test_every_link_of_the_pages_leads_somewhere(page, client, session):
    for path in (
        "/files/",
        "/files/processed/",
        "/files/processing/run-001/dials-1/",
        "/runs/1/files/",
        "/take/?run=1",
    ):
        soup = page(path)
        for link in (a["href"] for a in soup.select("main a[href]")):
            if session.code in link:
                assert client.head(link).status_code == 200, link


def test_names_are_text_and_nothing_else(page):
    soup = page("/files/processed/")
    assert [a.get_text(strip=True) for a in soup.select("a.fl-row-link")] == ["own <b>notes.html"]
    assert soup.select("main b") == []


def test_text_can_be_shown(page, session):
    assert links(page("/files/processing/run-001/dials-1/"), "Show") == [
        f"/sessions/{session.code}/view/processing/run-001/dials-1/dials.index.log"
    ]
    assert links(page("/files/processed/"), "Show") == [
        f"/sessions/{session.code}/view/processed/own%20%3Cb%3Enotes.html"
    ]


def test_a_run_shows_all_its_files(page, session):
    soup = page("/runs/1/files/")
    assert len(soup.select("tbody tr")) == 3
    assert links(soup, "Take home") == [f"/sessions/{session.code}/take/?run=1"]


def test_a_page_does_not_grow_without_end(page, monkeypatch):
    monkeypatch.setattr(queries, "MOST_ROWS", 2)
    soup = page("/runs/1/files/")
    assert len(soup.select("tbody tr")) == 2
    assert "1 more files are not shown" in soup.get_text(" ", strip=True)


def test_an_empty_folder_says_when_files_come(page, write):
    write("raw/run-002/x").unlink()
    assert "No files yet" in page("/files/raw/run-002/").get_text()


@pytest.mark.parametrize("path", ["/files/", "/files/raw/", "/runs/1/files/", "/take/", "/take/?run=1", "/transfers/"])
def test_rivals_and_strangers_see_nothing(client, session, write, path):
    assert client.get(f"/sessions/{session.code}{path}").headers["Location"].startswith("/accounts/login/")
    client.force_login(make_person("rival"), backend=BACKEND)
    real, none = client.get(f"/sessions/{session.code}{path}"), client.get(f"/sessions/mx7777-1{path}")
    assert (real.status_code, none.status_code) == (404, 404)
    assert said(real).replace(session.code, "mx7777-1") == said(none)


def said(response):
    return re.sub(r'"X-CSRFToken": "\w+"|value="\w{64}"', "", response.content.decode())


def test_a_page_costs_the_same_queries_for_any_number_of_files(
    client, ada, session, write, django_assert_max_num_queries
):
    client.force_login(ada, backend=BACKEND)
    for number in range(50):
        write(f"raw/run-001/more-{number}.h5")
    with django_assert_max_num_queries(20):
        client.get(f"/sessions/{session.code}/runs/1/files/")
