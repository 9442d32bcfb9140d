"""Containers in the browser: drawn, filled, reported on."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from farlight.kernel.tests.factories import make_picture
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.samples.domain.geometry import read_container_type
from farlight.samples.models import ReportPhotograph, Specimen
from farlight.samples.queries.named import first_specimen
from farlight.samples.services.containers import define_container_types
from farlight.samples.services.placement import move_container, place_sample
from farlight.samples.services.specimens import describe_specimen, set_specimen_state
from farlight.samples.tests.conftest import browser_of
from farlight.samples.tests.factories import make_container, make_sample
from farlight.samples.types import Mount, SpecimenDetails, SpecimenState

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
    groups.ada_browser.post(address, {"what": f"sample/{sample.code}", "slot": "5"})
    page = soup(groups.ada_browser.get(f"/containers/{puck.code}/"))
    assert page.select_one("[data-slot='5']")["aria-label"] == "5: x5, lyso, declared"
    groups.ada_browser.post(address, {"what": f"sample/{sample.code}"})
    assert "0 of 16" in soup(groups.ada_browser.get(f"/containers/{puck.code}/")).text
    wrong = groups.ada_browser.post(address, {"what": f"sample/{sample.code}", "slot": "99"}, follow=True)
    assert "99" in soup(wrong).select_one(".fl-message-error").text
    foreign = make_sample("mx9999", "foreign")
    assert groups.ada_browser.post(address, {"what": f"sample/{foreign.code}", "slot": "1"}).status_code == 404
    assert groups.ada_browser.post(address, {"what": "", "slot": "1"}).status_code == 404


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


@pytest.fixture
def contact(groups):
    """The browser of somebody who handles what lies at the beamline."""
    return browser_of(make_person("lena", "local_contact", beamline="sim1"))


def choices(groups, container, slot):
    return [o.text for o in page_of(groups, container).select(f"#put-{slot} optgroup option")]


def page_of(groups, container):
    return soup(groups.ada_browser.get(f"/containers/{container.code}/"))


def test_a_grid_box_lies_in_a_puck_and_the_puck_in_a_dewar(groups):
    box, puck = make_container("GB-1", "grid_box_1"), make_container("EMP-1", "em_puck_1")
    dewar = make_container("DRY-1", "dewar")
    assert choices(groups, puck, 4) == ["GB-1 (Grid box 1)"]
    assert choices(groups, dewar, 1) == ["EMP-1 (Cryo-EM puck 1)", "GB-1 (Grid box 1)"]
    groups.ada_browser.post(f"/containers/{puck.code}/place/", {"what": f"container/{box.code}", "slot": "4"})
    groups.ada_browser.post(f"/containers/{puck.code}/move/", {"into": f"{dewar.code}/1"})
    lies = [page_of(groups, one).select_one(".fl-lies h2") for one in (box, puck, dewar)]
    assert [one and one.text for one in lies] == [
        "It lies in EMP-1, position 4",
        "It lies in DRY-1, position 1",
        None,
    ]
    assert choices(groups, puck, 5) == []
    assert "EMP-1, position 5" in [o.text for o in page_of(groups, box).select("#into option")]
    full = groups.ada_browser.post(f"/containers/{box.code}/move/", {"into": f"{dewar.code}/1"}, follow=True)
    assert "EMP-1 lies in position 1 of DRY-1" in soup(full).select_one(".fl-message-error").text
    groups.ada_browser.post(f"/containers/{puck.code}/move/", {"into": ""})
    groups.ada_browser.post(f"/containers/{puck.code}/place/", {"what": f"container/{box.code}"})
    assert page_of(groups, box).select_one(".fl-lies h2").text == "It lies in no other container"
    assert groups.rival_browser.post(f"/containers/{puck.code}/move/", {"into": ""}).status_code == 404


def test_samples_that_lie_nowhere_are_put_in_as_they_were_declared(groups, puck):
    samples = [make_sample(name=name, acronym=f"a{name}") for name in ("z", "y", "x")]
    tube = first_specimen(samples[1])
    describe_specimen(specimen=tube, details=SpecimenDetails(mount=Mount.TUBE))
    place_sample(sample=make_sample(name="there", acronym="b"), container=puck, slot="1", now=utc_now())
    button = page_of(groups, puck).select_one(f"form[action$='{puck.code}/fill/'] button")
    assert button.text == "Put 2 samples in, in order"
    groups.ada_browser.post(f"/containers/{puck.code}/fill/")
    shown = [slot["aria-label"] for slot in drawn_slots(groups, puck)]
    assert shown[:4] == ["1: there, b, declared", "2: z, az, declared", "3: x, ax, declared", "4: empty"]
    assert groups.rival_browser.post(f"/containers/{puck.code}/fill/").status_code == 404


def test_a_container_keeps_what_finds_no_room_out(groups):
    box = make_container("GB-1", "grid_box_1")
    for number in range(5):
        make_sample(name=f"g{number}", acronym=f"a{number}")
    groups.ada_browser.post(f"/containers/{box.code}/fill/")
    assert [slot["aria-label"][:5] for slot in drawn_slots(groups, box)] == ["1: g0", "2: g1", "3: g2", "4: g3"]


def test_who_handles_samples_marks_them_as_measured(groups, puck, contact):
    samples = [make_sample(name=name, acronym=f"a{name}") for name in ("x", "y")]
    for slot, sample in enumerate(samples, start=1):
        place_sample(sample=sample, container=puck, slot=str(slot), now=utc_now())
    mark = f"/containers/{puck.code}/mark/"
    early = soup(contact.post(mark, follow=True))
    assert "Nothing here can be marked as measured now." in early.select_one(".fl-message-error").text
    for sample in samples:
        set_specimen_state(specimen=first_specimen(sample), to=SpecimenState.ON_SITE, now=utc_now())
    assert page_of(groups, puck).select(f"form[action='{mark}']") == []
    assert groups.ada_browser.post(mark).status_code == 403
    assert "Mark all 2 as measured" in soup(contact.get(f"/containers/{puck.code}/")).text
    done = soup(contact.post(mark, follow=True))
    assert "Marked as measured: 2." in done.select_one(".fl-message-success").text
    piece = first_specimen(samples[0])
    buttons = soup(contact.get(f"/samples/{samples[0].code}/")).select(".fl-mark button")
    assert [one["value"] for one in buttons] == ["consumed", "damaged", "lost"]
    contact.post(f"/specimens/{piece.code}/mark/", {"state": "damaged"})
    refused = soup(contact.post(f"/specimens/{piece.code}/mark/", {"state": "consumed"}, follow=True))
    assert "Nothing here can be marked as consumed now." in refused.select_one(".fl-message-error").text
    assert contact.post(f"/specimens/{piece.code}/mark/", {"state": "returned"}).status_code == 404
    states = list(Specimen.objects.order_by("pk").values_list("state", "exposures"))
    assert states == [("damaged", 1), ("measured", 1)]


def test_the_page_of_a_container_asks_the_same_for_any_number(groups):
    puck = make_container("EMP-1", "em_puck_1")

    def queries(name):
        make_container(f"GB-{name}", "grid_box_1")
        make_container(f"DRY-{name}", "dewar")
        make_sample(name=name, acronym=f"a{name}")
        with CaptureQueriesContext(connection) as asked:
            groups.ada_browser.get(f"/containers/{puck.code}/")
        return len(asked)

    queries("before")
    assert queries("one") == queries("two") == queries("three")
