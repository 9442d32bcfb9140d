from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from farlight.beamlines.public import define_beamline
from farlight.beamlines.tests.factories import a_definition
from farlight.beamtime.tests.factories import make_session
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.safety.public import note_training
from farlight.safety.queries import records_of

pytestmark = pytest.mark.django_db
TABLE = "person,training,until\nada,laser,2099-06-30\n"


def browser_of(person):
    browser = Client()
    browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


@pytest.fixture
def ada(sven):
    return make_person("ada")


@pytest.fixture
def browser(sven):
    return browser_of(sven)


def test_the_page_says_who_would_be_kept_out_and_finds_people(browser, ada):
    make_session()
    define_beamline(definition=a_definition(trainings=("laser", "radiation")))
    page = browser.get("/safety/trainings/").content.decode()
    assert "1 person would find something closed" in page
    assert "/safety/trainings/of/leader-mx2341/?training=laser" in page
    assert "/safety/trainings/of/ada/" not in page
    found = browser.get("/safety/trainings/?q=ada", headers={"HX-Request": "true"}).content.decode()
    assert "/safety/trainings/of/ada/" in found
    assert "would find something" not in found
    assert "Nobody fits" in browser.get("/safety/trainings/?q=xyzzy").content.decode()


def test_without_sessions_nothing_is_asked_for(browser):
    assert "Nothing is asked for" in browser.get("/safety/trainings/").content.decode()


def test_a_form_proposes_what_is_missing_for_as_long_as_the_facility_says(browser, ada):
    page = browser.get("/safety/trainings/of/ada/")
    form = page.context["form"]
    assert form.initial["training"] == "laser"
    assert form.initial["until"] - form.initial["since"] == timedelta(days=364)
    other = browser.get("/safety/trainings/of/ada/?training=radiation").context["form"]
    assert (other.initial["training"], other.initial["until"]) == ("radiation", None)


def test_a_training_is_written_down_until_the_end_of_its_last_day_and_withdrawn(browser, ada):
    address = "/safety/trainings/of/ada/"
    last = timezone.localdate() + timedelta(days=9)
    said = {"training": "laser", "since": "", "until": last.isoformat()}
    assert browser.post(address, said).status_code == 302
    (record,) = records_of([ada.pk]).values()
    assert (timezone.localtime(record.until).date(), record.since) == (last + timedelta(days=1), None)
    assert browser.post(address, said | {"since": "2099-01-01"}).status_code == 422
    assert browser.post(address, said | {"until": "soon"}).status_code == 422
    refused = browser.post(f"{address}withdraw/", {"withdraw-training": "laser", "withdraw-reason": ""})
    assert refused.status_code == 422
    assert "Why is it withdrawn?" in refused.content.decode()
    assert browser.post(f"{address}withdraw/", {"withdraw-training": "radiation"}).status_code == 422
    said = {"withdraw-training": "laser", "withdraw-reason": "Another Ada"}
    assert browser.post(f"{address}withdraw/", said).status_code == 302
    assert "Another Ada" in browser.get(address).content.decode()


def test_a_table_is_shown_first_and_taken_when_it_is_confirmed(browser, ada):
    address = "/safety/trainings/many/"
    assert browser.get(address).status_code == 200
    file = SimpleUploadedFile("t.csv", TABLE.encode("utf-8-sig"))
    shown = browser.post(address, {"file": file})
    assert "Write down 1 training" in shown.content.decode()
    assert records_of([ada.pk]) == {}
    assert browser.post(address, {"rows": shown.context["text"], "take": "1"}).status_code == 302
    assert len(records_of([ada.pk])) == 1
    assert "All of it stands there already" in browser.post(address, {"rows": TABLE}).content.decode()


def test_a_wrong_table_is_shown_with_its_lines(browser, ada):
    body = {"file": SimpleUploadedFile("t.csv", "person,training,until\nJos\xe9,laser,2099-06-30\n".encode("cp1252"))}
    answer = browser.post("/safety/trainings/many/", body)
    assert answer.status_code == 422
    assert "Line 2: There is no open account" in answer.content.decode()
    assert "José".lower() in answer.content.decode().lower()
    assert browser.post("/safety/trainings/many/", {"rows": "x", "take": "1"}).status_code == 422


def test_others_find_no_such_pages_and_no_way_there(ada, browser):
    other = browser_of(ada)
    note_training(person=ada, training="laser", until=utc_now() + timedelta(days=1), now=utc_now())
    for path in ("", "many/", "of/ada/", "of/nobody/"):
        assert other.get(f"/safety/trainings/{path}").status_code == 404
    assert other.post("/safety/trainings/many/", {"rows": TABLE, "take": "1"}).status_code == 404
    assert other.post("/safety/trainings/of/ada/withdraw/", {}).status_code == 404
    assert "Trainings of everybody" not in other.get("/account/trainings/").content.decode()
    assert "Trainings of everybody" in browser.get("/account/trainings/").content.decode()


@pytest.mark.django_db
def test_a_facility_without_trainings_has_none_to_write_down():
    browser = browser_of(make_person("sven", "safety"))
    assert "The facility file names none." in browser.get("/safety/trainings/of/sven/").content.decode()
