"""Every form that makes something: filled in as a browser does, sent twice, and the second time nothing is made."""

from collections import Counter
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.test import Client
from django.urls import resolve

from farlight.acquisition.tests.experiments import make_experiment
from farlight.leases.tests.test_keys import line
from farlight.people.public import person_named
from farlight.people.tests.factories import make_person, say_who_it_is
from farlight.shipping.tests.factories import make_parcel

LOGIN = "allauth.account.auth_backends.AuthenticationBackend"
PARCEL = {"title": "Insulin", "mode": "courier", "declared_value": "100", "name": "Ada", "institute": "University"}
PARCEL |= {"street": "1 Street", "city": "Heidelberg", "country": "DE", "phone": "1"}
IDA = {"given_name": "Ida", "family_name": "Noddack", "email": "ida@example.org", "username": "noddack"}
WHOLE = {"substance": "new", "acronym": "lysoB", "count_text": "16", "container": "new", "container_type": "unipuck"}


def browser_of(person):
    browser = Client()
    browser.force_login(person, backend=LOGIN)
    return say_who_it_is(browser, person)


def form_in(answer, place):
    """The form of a page that is sent to a path, with what a browser sends of it as it stands."""
    soup = BeautifulSoup(answer.content, "html.parser")
    for form in soup.select("form[method=post]"):
        to = urljoin(answer.request["PATH_INFO"], form.get("action", ""))
        if form.select_one("input[name=once]") and urlsplit(to).path == place:
            return {part["name"]: _said(part) for part in form.select("[name]") if _is_sent(part)}
    raise LookupError(place)


def _is_sent(part):
    kind = part.get("type")
    return kind not in {"submit", "file"} and (kind not in {"checkbox", "radio"} or part.has_attr("checked"))


def _said(part):
    if part.name == "select":
        chosen = part.select_one("option[selected]") or part.select_one("option")
        return chosen.get("value", "") if chosen else ""
    return part.text if part.name == "textarea" else part.get("value", "")


def rows():
    kept = [model for model in apps.get_models() if model.__module__.startswith("farlight.")]
    return Counter({model.__name__: model._default_manager.count() for model in kept})


CASES = {
    "token": ("ada", "/account/tokens/", "", {"label": "laptop"}),
    "program's token": ("office", "/machines/", "", {"label": "robot"}),
    "SSH key": ("ada", "/account/keys/", "", {"line": line()}),
    "certificate": ("ada", "/account/certificates/", "", {"line": line()}),
    "invitation": ("office", "/people/invite/new/", "", IDA),
    "into the team": ("ada", "/sessions/{session}/team/", "/sessions/{session}/team/invite/", IDA),
    "note": ("ada", "/sessions/{session}/notes/", "", {"text": "The beam is weak"}),
    "shipment": ("ada", "/parcels/new/?proposal=mx2341", "", PARCEL),
    "parcel": ("ada", "/shipments/{shipment}/", "", {}),
    "sample": ("ada", "/samples/new/generic/one/?proposal=mx2341", "", {"name": "x1"}),
    "table": ("ada", "/samples/new/mx_crystal/?proposal=mx2341", "", WHOLE | {"container_name": "CPS-1"}),
    "container": ("ada", "/containers/new/?proposal=mx2341", "", {"name": "CPS-2", "container_type": "unipuck"}),
    "substance": ("ada", "/substances/new/?proposal=mx2341", "", {"acronym": "ins", "name": "Insulin"}),
    "collection": ("ada", "/sessions/{session}/queue/", "", {"images": "7"}),
}


@pytest.fixture
def world(db):
    experiment = make_experiment()
    ada = person_named("ada")
    make_person("office", "administrator")
    parcel = make_parcel(ada, session=experiment.session)
    return {"session": experiment.session, "shipment": parcel.shipment.code}


@pytest.mark.parametrize("case", CASES)
def test_what_is_sent_twice_is_made_once(world, case):
    who, page, place, said = CASES[case]
    page, browser = page.format(**world), browser_of(person_named(who))
    place = place.format(**world) or page.partition("?")[0]
    to = place if place != page.partition("?")[0] else page
    assert resolve(place).func.does_once
    given = form_in(browser.get(page), place) | said
    before = rows()
    first = browser.post(to, given)
    made = rows()
    assert (first.status_code in {200, 302}, made - before != Counter()) == (True, True)
    second = browser.post(to, given)
    assert (second.status_code, rows()) == (302, made)
    assert second["Location"] == (first["Location"] if first.status_code == 302 else page)
    another = form_in(browser.get(page), place)["once"]
    assert another != given["once"]
