"""Containers in the browser: drawn, filled, reported on."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from farlight.kernel.tests.factories import make_picture
from farlight.kernel.time import utc_now
from farlight.samples.domain.geometry import read_container_type
from farlight.samples.models import ReportPhotograph
from farlight.samples.services.containers import define_container_types
from farlight.samples.services.placement import move_container, place_sample
from farlight.samples.tests.factories import make_container, make_sample

pytestmark = pytest.mark.django_db
PNG = make_picture(form="PNG")


def soup(answer):
    return BeautifulSoup(answer.content, "html.parser")


@pytest.fixture
def puck(groups):
    return make_container()


def test_a_container_is_drawn_slot_by_slot(groups, puck):
    sample = make_sample(name="x5")
    place_sample(sample=sample, container=puck, slot="5", now=utc_now())
    page = soup(groups.ada_browser.get(f"/containers/{puck.code}/"))
    slots = page.select("svg [data-slot]")
    assert [slot["data-slot"] for slot in slots] == [str(n) for n in range(1, 17)]
    five = page.select_one("[data-slot='5']")
    assert (five["aria-label"], five["href"]) == ("5: x5, lyso, declared", f"/samples/{sample.code}/")
    assert "fl-slot-coming" in five["class"]
    assert page.select_one("[data-slot='6']")["href"] == "#slot-6"
    assert "1 of 16 positions taken" in page.text


def test_a_sample_is_put_and_taken_out(groups, puck):
    sample = make_sample(name="x5")
    address = f"/containers/{puck.code}/place/"
    page = soup(groups.ada_browser.get(f"/containers/{puck.code}/"))
    assert [o.text for o in page.select_one("#put-5").select("option")] == ["empty", "x5"]
    groups.ada_browser.post(address, {"sample": sample.code, "slot": "5"})
    page = soup(groups.ada_browser.get(f"/containers/{puck.code}/"))
    assert page.select_one("[data-slot='5']")["aria-label"] == "5: x5, lyso, declared"
    groups.ada_browser.post(address, {"sample": sample.code})
    assert "0 of 16" in soup(groups.ada_browser.get(f"/containers/{puck.code}/")).text
    wrong = groups.ada_browser.post(address, {"sample": sample.code, "slot": "99"}, follow=True)
    assert "99" in soup(wrong).select_one(".fl-message-error").text
    foreign = make_sample("mx9999", "foreign")
    assert groups.ada_browser.post(address, {"sample": foreign.code, "slot": "1"}).status_code == 404


def test_containers_within_containers_lead_to_each_other(groups, puck):
    rack = {"code": "shelf", "title": "Shelf", "outline": "rect", "accepts": ["unipuck"]}
    define_container_types(types=[read_container_type({**rack, "grid": [{"rows": 1, "columns": 2, "size_frac": 0.3}]})])
    shelf = make_container("SHELF-1", "shelf")
    slot = drawn_slots(groups, shelf)[0]
    move_container(container=puck, into=shelf, slot=slot["data-slot"], now=utc_now())
    assert drawn_slots(groups, shelf)[0]["href"] == f"/containers/{puck.code}/"
    assert "SHELF-1" in soup(groups.ada_browser.get(f"/containers/{puck.code}/")).text


def drawn_slots(groups, container):
    return soup(groups.ada_browser.get(f"/containers/{container.code}/")).select("svg [data-slot]")


def test_a_container_is_declared(groups, puck):
    assert "For the proposal" in soup(groups.ada_browser.get("/containers/new/")).text
    taken = groups.ada_browser.post("/containers/new/", {"name": "CPS-0421", "container_type": "unipuck"})
    assert (taken.status_code, "has a container" in soup(taken).text) == (422, True)
    done = groups.ada_browser.post("/containers/new/", {"name": "CPS-2", "container_type": "unipuck"})
    assert "CPS-2" in soup(groups.ada_browser.get(done.url)).text
    found = soup(groups.ada_browser.get("/containers/?q=cps-2&proposal=mx2341&from=0"))
    assert [a.text for a in found.select("a.fl-row-link")] == ["CPS-2"]
    assert "No container fits" in soup(groups.ada_browser.get("/containers/?q=zzz&from=x")).text


def test_the_list_of_containers_has_pages(groups, puck):
    for number in range(61):
        make_container(f"B-{number:02}")
    first = soup(groups.ada_browser.get("/containers/"))
    following = soup(groups.ada_browser.get("/containers/" + first.select_one(".fl-pager a")["href"]))
    assert [len(page.select("tbody tr")) for page in (first, following)] == [60, 2]


def test_damage_is_written_down_with_photographs(groups, puck, settings, tmp_path):
    settings.FARLIGHT_DATA_DIR = tmp_path
    address = f"/containers/{puck.code}/report/"
    refused = groups.ada_browser.post(address, {"text": ""})
    assert (refused.status_code, "The report says nothing" in soup(refused).text) == (422, True)
    picture = SimpleUploadedFile("lid.png", PNG, "image/png")
    groups.ada_browser.post(address, {"text": "The lid is cracked", "is_damage": "on", "photographs": [picture]})
    page = soup(groups.ada_browser.get(f"/containers/{puck.code}/"))
    assert "The lid is cracked" in page.text
    link = next(a["href"] for a in page.select("a") if "lid.png" in a.text)
    sent = groups.ada_browser.get(link)
    assert (b"".join(sent.streaming_content)[:8], sent["Content-Type"]) == (PNG[:8], "image/png")
    assert "sandbox" in sent["Content-Security-Policy"]
    assert groups.rival_browser.get(link).status_code == 404
    code = ReportPhotograph.objects.get().code
    other = make_container("CPS-9")
    assert groups.ada_browser.get(f"/containers/{other.code}/photographs/{code}/").status_code == 404


def test_who_only_looks_sees_no_forms(groups, puck):
    make_sample(name="x5")
    page = soup(groups.safety_browser.get(f"/containers/{puck.code}/"))
    assert page.select("main form") == []


def test_the_facilitys_own_containers_are_reported_on_by_its_staff(groups):
    box = make_container("RACK-1", "unipuck", proposal="")
    page = soup(groups.safety_browser.get(f"/containers/{box.code}/"))
    assert "Write down what you see" not in page.text
    assert groups.ada_browser.get(f"/containers/{box.code}/").status_code == 404
