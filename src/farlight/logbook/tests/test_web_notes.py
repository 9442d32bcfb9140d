import pytest
from bs4 import BeautifulSoup

from farlight.beamtime.public import set_team_member
from farlight.beamtime.types import TeamRole
from farlight.logbook.public import write_note
from farlight.logbook.tests.conftest import BACKEND
from farlight.people.tests.factories import make_person

FROM_HTMX = {"HX-Request": "true"}


@pytest.fixture
def browser(client, ada):
    client.force_login(ada, backend=BACKEND)
    return client


@pytest.fixture
def url(session):
    return f"/sessions/{session.code}/notes/"


def soup_of(response):
    return BeautifulSoup(response.content, "html.parser")


def test_the_page_is_whole_and_the_part_is_a_part(browser, url):
    page, part = browser.get(url), browser.get(url, headers=FROM_HTMX)
    assert soup_of(page).title.get_text() == "Notes of mx2341-1 · Farlight"
    assert soup_of(part).title is None
    assert [form["hx-post"] for form in soup_of(part).find_all("form")] == [url]
    assert "No notes yet" in part.content.decode()


def test_a_note_is_written_from_the_part(browser, url):
    answer = browser.post(url, {"text": "Ice on\ncrystal 3"}, headers=FROM_HTMX)
    soup = soup_of(answer)
    assert (answer.status_code, soup.find(id="notes") is not None) == (200, True)
    assert [p.get_text("|") for p in soup.select(".fl-note-text")] == ["Ice on|crystal 3"]
    assert soup.textarea.get_text().strip() == ""


def test_what_is_being_typed_stays_while_others_write(browser, url):
    assert soup_of(browser.get(url, headers=FROM_HTMX)).select("#note-field[hx-preserve]")
    assert not soup_of(browser.post(url, {"text": "x"}, headers=FROM_HTMX)).select("[hx-preserve]")


def test_a_note_is_written_without_scripts_too(browser, url):
    answer = browser.post(url, {"text": "plain"})
    assert (answer.status_code, answer["Location"]) == (302, url)


def test_an_empty_note_says_what_is_wrong(browser, url):
    answer = browser.post(url, {"text": " "}, headers=FROM_HTMX)
    assert answer.status_code == 422
    assert [li.get_text() for li in soup_of(answer).select(".fl-objections li")] == [
        "The note is empty. Write something."
    ]


def test_markup_in_a_note_is_text(browser, ada, session, url):
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>\n{{ 7 }} & 'quotes\" </textarea>"
    write_note(session=session.code, text=hostile, by=ada)
    soup = soup_of(browser.get(url))
    assert soup.select("#notes script, #notes img") == []
    assert soup.select_one(".fl-note-text").get_text() == hostile.replace("\n", "")


def test_markup_in_a_refused_note_is_text(browser, url):
    answer = browser.post(url, {"text": "</textarea><script>1</script>" + "x" * 4000}, headers=FROM_HTMX)
    assert (answer.status_code, soup_of(answer).find("script")) == (422, None)


def test_an_observer_has_no_form_but_the_reason(client, session, url):
    observer = make_person("observer")
    set_team_member(session=session, person=observer, role=TeamRole.OBSERVER)
    client.force_login(observer, backend=BACKEND)
    soup = soup_of(client.get(url, headers=FROM_HTMX))
    assert soup.find("form") is None
    assert "does not let you write notes" in soup.get_text()
    assert client.post(url, {"text": "x"}).status_code == 403


def test_older_notes_come_page_by_page(browser, ada, session, url):
    for number in range(25):
        write_note(session=session.code, text=f"note {number + 1}", by=ada)
    first = soup_of(browser.get(url))
    link = first.select_one("#older-notes a")
    older = soup_of(browser.get(link["hx-get"], headers={**FROM_HTMX, "HX-Target": "older-notes"}))
    found = [li["value"] for soup in (first, older) for li in soup.select("li.fl-note")]
    assert found == [str(number) for number in range(25, 0, -1)]
    assert (older.find("form"), older.select("#older-notes")) == (None, [])


def test_the_list_alone_is_given_to_what_asks_for_it(browser, url):
    part = soup_of(browser.get(url, headers={**FROM_HTMX, "HX-Target": "note-list"}))
    assert part.find("form") is None
    assert part.find(id="note-list") is not None


@pytest.mark.parametrize("method", ["get", "post"])
def test_rivals_and_strangers_see_nothing(client, ada, session, url, method):
    write_note(session=session.code, text="secret", by=ada)
    assert getattr(client, method)(url)["Location"].startswith("/accounts/login/")
    client.force_login(make_person("rival"), backend=BACKEND)
    answer = getattr(client, method)(url, {"text": "x"})
    assert (answer.status_code, b"secret" in answer.content) == (404, False)
