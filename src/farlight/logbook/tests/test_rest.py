import pytest

from farlight.logbook.public import write_note
from farlight.logbook.tests.conftest import BACKEND
from farlight.people.tests.factories import make_person


@pytest.fixture
def url(session):
    return f"/api/v1/sessions/{session.code}/notes"


def test_notes_are_written_and_listed(client, ada, url):
    client.force_login(ada, backend=BACKEND)
    written = client.post(url, {"text": "<b>Ice</b> on crystal 3"}, content_type="application/json")
    assert written.status_code == 201
    note = {"number": 1, "text": "<b>Ice</b> on crystal 3", "author": "ada", "author_name": "Ada Tester"}
    assert {name: written.json()[name] for name in note} == note
    assert client.get(url).json() == {"items": [written.json()], "next_cursor": None}


def test_an_empty_note_is_refused_with_its_reason(client, ada, url):
    client.force_login(ada, backend=BACKEND)
    refused = client.post(url, {"text": " "}, content_type="application/json")
    assert (refused.status_code, refused["Content-Type"]) == (422, "application/problem+json")
    assert refused.json()["reasons"] == [
        {"message": "The note is empty.", "mend": "Write something.", "who": "", "field": "text", "link": ""}
    ]


@pytest.mark.parametrize("method", ["get", "post"])
def test_rivals_cannot_tell_notes_from_none(client, ada, session, url, method):
    write_note(session=session.code, text="secret", by=ada)
    client.force_login(make_person("rival"), backend=BACKEND)
    call = getattr(client, method)
    real, none = (
        call(u, {"text": "x"}, **({"content_type": "application/json"} if method == "post" else {}))
        for u in (url, "/api/v1/sessions/mx7777-1/notes")
    )
    assert (real.status_code, none.status_code) == (404, 404)
    assert real.content.replace(session.code.encode(), b"mx7777-1") == none.content
