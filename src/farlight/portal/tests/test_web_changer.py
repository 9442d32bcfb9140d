from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from farlight.acquisition.tests.factories import give_changer, make_puck
from farlight.beamtime.public import assign_local_contact
from farlight.beamtime.tests.factories import make_session
from farlight.people.tests.factories import make_person
from farlight.samples.tests.factories import make_sample

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def session(db):
    found = make_session(make_person("ada"))
    give_changer()
    assign_local_contact(session=found, person=make_person("lena"))
    found.refresh_from_db()
    return found


@pytest.fixture
def lena(client, session):
    client.force_login(session.local_contact, backend=BACKEND)
    return client


def page_of(client, session):
    return BeautifulSoup(client.get(f"/sessions/{session.code}/changer/").content, "html.parser")


def places(page):
    return [g["aria-label"] for g in page.select("[data-place]") if g.has_attr("data-taken")]


def test_the_local_contact_puts_a_puck_into_a_position_and_out(lena, session):
    puck = make_puck("mx2341", "UPP-1", "crystal")
    assert [b["data-puck-name"] for b in page_of(lena, session).select("button[data-puck]")] == ["UPP-1"]
    address = f"/sessions/{session.code}/changer/load/"
    assert lena.post(address, {"container": puck.code, "slot": "5"}).status_code == 302
    page = page_of(lena, session)
    assert places(page) == ["Position 5: UPP-1, 1 sample"]
    assert page.select_one('[data-place="5"] [data-standing="waits"] title').string == "5: crystal, not measured yet"
    part = lena.post(address, {"container": puck.code, "slot": ""}, headers={"HX-Request": "true"})
    assert places(BeautifulSoup(part.content, "html.parser")) == []


def test_what_does_not_go_is_said_on_the_page(lena, session):
    one, two = make_puck("mx2341", "UPP-1", "one"), make_puck("mx2341", "UPP-2", "two")
    address = f"/sessions/{session.code}/changer/load/"
    lena.post(address, {"container": one.code, "slot": "5"})
    for said, slot in (("UPP-1 lies in position 5", "5"), ("not 77", "77"), ("does not lie in SIM1-ISARA", "")):
        answer = lena.post(address, {"container": two.code, "slot": slot}, headers={"HX-Request": "true"})
        assert answer.status_code == 422
        assert said in answer.content.decode()


def test_users_see_the_changer_and_who_may_load_it(client, session):
    make_puck("mx2341", "UPP-1", "crystal")
    client.force_login(session.proposal.principal_investigator, backend=BACKEND)
    page = page_of(client, session)
    assert "Staff load the changer" in page.get_text()
    assert page.select("form[data-move]") == []
    answer = client.post(f"/sessions/{session.code}/changer/load/", {"container": "c-x", "slot": "5"})
    assert answer.status_code == 404


def test_a_refusal_lists_its_reasons(client, session):
    puck = make_puck("mx2341", "UPP-1", "crystal")
    client.force_login(session.proposal.principal_investigator, backend=BACKEND)
    answer = client.post(f"/sessions/{session.code}/changer/load/", {"container": puck.code, "slot": "5"})
    assert answer.status_code == 422
    assert "stores or the local contact" in answer.content.decode()


def test_rivals_find_nothing(client, session):
    rival = make_person("rival")
    make_session(rival, "mx9999", beamline="sim2", starts_in=timedelta(days=1))
    client.force_login(rival, backend=BACKEND)
    assert client.get(f"/sessions/{session.code}/changer/").status_code == 404
    assert "No sample changer" in client.get("/sessions/mx9999-1/changer/").content.decode()


def test_samples_stand_in_a_table_with_how_far_each_is(lena, session):
    def rows(client):
        page = BeautifulSoup(client.get(f"/sessions/{session.code}/changer/samples/").content, "html.parser")
        return [[" ".join(cell.text.split()) for cell in row.select("td, th")] for row in page.select("tbody tr")]

    assert rows(lena) == []
    make_puck("mx2341", "UPP-1", "crystal")
    make_sample("mx2341", "loose", acronym="thau")
    assert sorted(rows(lena)) == [
        ["UPP-1, 5", "crystal aUPP-1", "not measured yet"],
        ["not placed", "loose thau", "not measured yet"],
    ]
    rival = Client()
    rival.force_login(make_session(make_person("rolf"), "mx9999", beamline="sim2").proposal.principal_investigator)
    assert rival.get(f"/sessions/{session.code}/changer/samples/").status_code == 404
