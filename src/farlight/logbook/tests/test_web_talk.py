"""Stars, comments and files over the pages."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from farlight.logbook.public import attach_file, write_note
from farlight.logbook.tests.conftest import BACKEND

PNG = b"\x89PNG\r\n\x1a\nrest"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def entry(client, ada, session):
    """The address of an entry of Ada's session, and Ada in front of it."""
    write_note(session=session.code, text="here", by=ada)
    client.force_login(ada, backend=BACKEND)
    return f"/sessions/{session.code}/entries/1/"


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def test_a_comment_appears(client, entry):
    answer = client.post(f"{entry}comment/", {"text": "<i>Ice</i>"}, **HTMX)
    assert [p.text for p in soup(answer).select(".fl-note-text")] == ["<i>Ice</i>"]
    assert client.post(f"{entry}comment/", {"text": "plain"})["Location"] == entry
    assert len(soup(client.get(f"{entry}talk/")).select(".fl-note")) == 2


def test_what_is_wrong_is_said_and_what_was_typed_stays(client, entry):
    answer = client.post(f"{entry}comment/", {"text": "x" * 4001}, **HTMX)
    assert answer.status_code == 422
    assert "at most 4000 fit" in soup(answer).text
    assert soup(answer).textarea.text.strip() == "x" * 4001
    assert "The file is empty" in soup(client.post(f"{entry}attach/", {}, **HTMX)).text


def test_a_picture_is_shown_and_anything_else_is_kept(client, entry):
    client.post(f"{entry}attach/", {"file": SimpleUploadedFile("loop.png", PNG)}, **HTMX)
    answer = client.post(f"{entry}attach/", {"file": SimpleUploadedFile("x.html", b"<script>")}, **HTMX)
    picture, page = (a["href"].removesuffix("?keep") for a in soup(answer).select("li > span > a"))
    shown, kept = client.get(picture), client.get(page)
    assert (shown["Content-Type"], shown["Content-Disposition"]) == ("image/png", 'inline; filename="loop.png"')
    assert (kept["Content-Type"], kept["Content-Disposition"]) == (
        "application/octet-stream",
        'attachment; filename="x.html"',
    )
    for response in shown, kept:
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert client.get(f"{picture}?keep")["Content-Disposition"].startswith("attachment")


def test_a_star_turns_into_one_that_can_be_taken_away(client, entry):
    button = soup(client.post(f"{entry}star/", {"starred": "1"}, **HTMX))
    assert (button.button["aria-pressed"], button.find("input", {"name": "starred"})["value"]) == ("true", "0")
    assert client.post(f"{entry}star/", {"starred": "0"})["Location"] == entry


@pytest.mark.parametrize("part", ["talk/", "comment/", "attach/", "star/"])
def test_rivals_cannot_tell_an_entry_from_none(client, entry, rival, part):
    client.force_login(rival, backend=BACKEND)
    for address in entry, "/sessions/mx7777-1/entries/1/":
        call = client.get if part == "talk/" else client.post
        assert call(f"{address}{part}").status_code == 404


def test_files_are_not_for_rivals(client, ada, session, entry, rival):
    row = attach_file(session=session.code, number=1, name="secret.png", content=PNG, by=ada)
    client.force_login(rival, backend=BACKEND)
    assert client.get(f"{entry}files/{row.code}/").status_code == 404


def test_entries_and_comments_by_rest(client, ada, session, entry):
    api = f"/api/v1/sessions/{session.code}/entries"
    said = client.post(f"{api}/1/comments", {"text": "Ice"}, content_type="application/json")
    assert (said.status_code, said.json()["author_name"]) == (201, ada.full_name)
    assert client.get(f"{api}/1/comments").json() == [said.json()]
    (found,) = client.get(f"{api}?kind=note&words=ice").json()["items"]
    assert (found["number"], found["kind"], found["comments"], found["note"]["text"]) == (1, "note", 1, "here")
    assert client.get(f"{api}?kind=grid").json() == {"items": [], "next_cursor": None}
    assert client.get(f"{api}?kind=nonsense").status_code == 422
