"""Home and the list of sessions."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from farlight.beamtime.public import schedule_session
from farlight.beamtime.types import AccessMode
from farlight.kernel.time import utc_now
from farlight.people.public import register_person
from farlight.samples.public import register_sample, register_substance


def soup(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def schedule(code, *, in_h, count=1):
    for number in range(count):
        start = utc_now() + timedelta(hours=in_h + 10 * number)
        schedule_session(
            proposal=code, beamline="sim1", start=start, end=start + timedelta(hours=8), access_mode=AccessMode.MIXED
        )


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/sessions/", "/sessions/mx2341-1/"])
def test_stranger_is_sent_to_log_in(client, path):
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={path}")


def test_home_shows_what_runs_now_with_one_bright_action(ada, world):
    page = soup(ada.get("/"))
    assert page.h1.text == "Running now"
    assert [a["href"] for a in page.select("main a.btn-primary")] == [f"/sessions/{world.mine}/"]
    assert "Rolf" not in page.text


def test_home_shows_what_comes_next(ada, world):
    schedule("mx2341", in_h=20)
    assert [a.text for a in soup(ada.get("/")).select("section[aria-labelledby=next] a.fl-row-link")] == ["mx2341-2"]


def test_home_says_what_is_still_to_do(ada, world):
    assert soup(ada.get("/")).select(".fl-waiting") == []
    for number in range(4):
        substance = register_substance(proposal="mx2342", acronym=f"secret{number}", name="Secret")
        register_sample(substance=substance, name=f"secret {number}")
    substance = register_substance(proposal="mx2341", acronym="ipa", name="Isopropanol")
    register_sample(substance=substance, name="x1")
    page = soup(ada.get("/"))
    assert [a["href"] for a in page.select(".fl-waiting a")] == [f"/substances/{substance.code}/hazards/"]
    assert "secret" not in page.text


@pytest.mark.django_db
def test_home_without_sessions_says_how_they_come(client, world):
    lone = register_person(username="lone", email="l@example.org", given_name="Lo", family_name="Ne")
    client.force_login(lone, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "No session of yours yet" in soup(client.get("/")).main.text
    assert "No session of yours yet" in soup(client.get("/sessions/")).main.text


def test_list_shows_only_what_is_visible_and_filters(ada, world):
    schedule("mx2341", in_h=20)

    def codes(query):
        return [a.text for a in soup(ada.get(f"/sessions/{query}")).select("a.fl-row-link")]

    assert codes("") == ["mx2341-2", "mx2341-1"]
    assert codes("?when=now") == ["mx2341-1"]
    assert codes("?when=next") == ["mx2341-2"]
    assert codes("?when=past") == []
    assert codes("?when=nonsense&q=beamtime+ada") == ["mx2341-1"]
    assert codes("?q=rolf") == []


def test_list_gives_only_its_rows_to_htmx(ada, world):
    response = ada.get("/sessions/?q=ada", headers={"HX-Request": "true"})
    page = soup(response)
    assert (page.html, page.find(id="rows") is not None) == (None, True)


def test_list_is_paged_and_what_is_added_meanwhile_shifts_nothing(ada, world):
    schedule("mx2341", in_h=20, count=26)
    first = soup(ada.get("/sessions/"))
    schedule("mx2341", in_h=500)
    (older,) = first.select(".fl-pager a")
    second = soup(ada.get(f"/sessions/{older['href']}"))
    pages = [[a.text for a in page.select("a.fl-row-link")] for page in (first, second)]
    assert pages == [[f"mx2341-{number}" for number in range(27, 2, -1)], ["mx2341-2", "mx2341-1"]]
    assert [a["href"] for a in second.select(".fl-pager a")] == ["?when=&q="]


def test_pages_keep_the_filters(ada, world):
    schedule("mx2341", in_h=20, count=27)
    (older,) = soup(ada.get("/sessions/?when=next&q=secret+of")).select(".fl-pager a")
    page = soup(ada.get(f"/sessions/{older['href']}"))
    assert [a.text for a in page.select("a.fl-row-link")] == ["mx2341-3", "mx2341-2"]
    assert page.find("input", {"name": "q"})["value"] == "secret of"


@pytest.mark.parametrize("path", ["/", "/sessions/"])
def test_queries_do_not_grow_with_sessions(ada, world, path, django_assert_num_queries):
    with CaptureQueriesContext(connection) as at_one:
        ada.get(path)
    schedule("mx2341", in_h=20, count=3)
    with django_assert_num_queries(len(at_one)):
        ada.get(path)
    assert len(at_one) <= 19
