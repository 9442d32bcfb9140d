"""Substances and their dangers in the browser: declared by groups, decided about by the safety group."""

import pytest
from bs4 import BeautifulSoup

from farlight.samples.models import HazardProfile, Substance
from farlight.samples.services.registration import register_substance
from farlight.samples.types import Hazard

pytestmark = pytest.mark.django_db


def soup(answer):
    return BeautifulSoup(answer.content, "html.parser")


def errors(answer):
    return [" ".join(li.text.split()) for li in soup(answer).select(".fl-objections li, .fl-refusal li")]


@pytest.fixture
def lyso(groups):
    return register_substance(proposal="mx2341", acronym="lyso", name="Lysozyme", by=groups.ada)


def declare(groups, lyso, **said):
    return groups.ada_browser.post(f"/substances/{lyso.code}/hazards/", {"max_mass_mg": "10", **said}, follow=True)


def test_a_substance_is_declared_and_goes_on_to_its_hazards(groups):
    assert "For the proposal" in soup(groups.ada_browser.get("/substances/new/")).text
    refused = groups.ada_browser.post("/substances/new/", {"acronym": "no good", "cas": "1-2-3"})
    assert (refused.status_code, len(errors(refused))) == (422, 2)
    said = {
        "acronym": "trp",
        "name": "Trypsin",
        "kind": "protein",
        "molecular_weight_da": "23300,5",
        "origin": "animal",
    }
    done = groups.ada_browser.post("/substances/new/", {**said, "sequence": "MKT\n AYI"})
    row = Substance.objects.get()
    assert done.url == f"/substances/{row.code}/hazards/"
    assert (row.molecular_weight_da, row.sequence, row.origin) == (23300.5, "MKTAYI", "animal")


def test_a_substance_is_corrected(groups, lyso):
    address = f"/substances/{lyso.code}/edit/"
    assert soup(groups.ada_browser.get(address)).select_one("[name=acronym]").has_attr("disabled")
    done = groups.ada_browser.post(address, {"name": "Hen egg-white lysozyme", "kind": "protein"})
    assert done.url == f"/substances/{lyso.code}/"
    assert errors(groups.ada_browser.post(address, {"cas": "9001-63-1"}))[0].startswith(
        "'9001-63-1' is not a CAS number"
    )
    lyso.refresh_from_db()
    assert (lyso.name, lyso.acronym, lyso.kind) == ("Hen egg-white lysozyme", "lyso", "protein")


def test_substances_are_found_with_their_colours(groups, lyso):
    register_substance(proposal="mx2341", acronym="hg", name="Mercury acetate", hazard=Hazard.RED)
    register_substance(proposal="mx9999", acronym="secret", name="Secret", hazard=Hazard.GREEN)
    rows = soup(groups.ada_browser.get("/substances/")).select("tbody tr")
    assert [(tr.a.text, tr.select_one(".fl-hazard").text.strip()) for tr in rows] == [
        ("hg", "red"),
        ("lyso", "not approved yet"),
    ]
    assert [a.text for a in soup(groups.ada_browser.get("/substances/?q=mercury")).select("a.fl-row-link")] == ["hg"]
    assert "No substance fits" in soup(groups.ada_browser.get("/substances/?q=zzz&proposal=mx2341")).text


def test_nothing_is_submitted_before_it_is_whole(groups, lyso):
    refused = declare(groups, lyso, max_mass_mg="", h_codes="H999x; H300", bio_group="2")
    assert refused.status_code == 422
    said = " ".join(errors(refused))
    for part in ("'H999X' is not a hazard statement", "largest amount", "what becomes of it"):
        assert part in said
    assert HazardProfile.objects.get().state == "draft"


def test_a_draft_is_kept_and_shown_again(groups, lyso):
    declare(groups, lyso, h_codes="h315, H319", pictograms=["GHS07"], handling="gloves", later="1")
    form = soup(groups.ada_browser.get(f"/substances/{lyso.code}/hazards/"))
    assert form.select_one("[name=h_codes]")["value"] == "H315, H319"
    assert [box["value"] for box in form.select("[name=pictograms][checked]")] == ["GHS07"]
    assert HazardProfile.objects.get().state == "draft"


def test_the_safety_group_approves_and_sees_only_what_changed_the_next_time(groups, lyso):
    assert "The safety group looks at lyso now" in soup(declare(groups, lyso, is_harmless="on")).text
    waiting = soup(groups.safety_browser.get("/hazards/"))
    assert [a.text for a in waiting.select("a.fl-row-link")] == ["lyso"]
    review = soup(groups.safety_browser.get(f"/hazards/{lyso.code}/"))
    assert review.select_one("h2").text == "What is declared"
    assert review.select_one("[name=hazard][checked]")["value"] == "green"
    done = groups.safety_browser.post(
        f"/hazards/{lyso.code}/", {"approve": "1", "hazard": "green", "conditions": "none", "valid_until": ""}
    )
    assert done.url == "/hazards/"
    assert soup(groups.ada_browser.get(f"/substances/{lyso.code}/")).select_one(".fl-hazard").text == "green"
    assert "Approved by itself" in soup(declare(groups, lyso, is_harmless="on", max_mass_mg="5")).text
    declare(groups, lyso, is_nano="on")
    review = soup(groups.safety_browser.get(f"/hazards/{lyso.code}/"))
    assert review.select_one("h2").text == "What changed since it was approved"
    changes = {tr.th.text: [td.text for td in tr.select("td")] for tr in review.select(".fl-changes tbody tr")}
    assert changes["loose nanoparticles"] == ["no", "yes"]
    assert "harmless" in changes
    assert "formula" not in changes


def test_the_safety_group_refuses_with_a_reason(groups, lyso):
    declare(groups, lyso, is_explosive="on", h_codes="H201")
    address = f"/hazards/{lyso.code}/"
    assert "explosive" in soup(groups.safety_browser.get(address)).text
    refused = groups.safety_browser.post(address, {"refuse": "1", "reason": " "})
    assert errors(refused) == ["A refusal needs a reason, which the group reads. Say what should be different."]
    groups.safety_browser.post(address, {"refuse": "1", "reason": "Bring less than 1 mg."})
    page = soup(groups.ada_browser.get(f"/substances/{lyso.code}/")).text
    assert "Bring less than 1 mg." in page
    assert groups.ada_browser.get(address).status_code == 403


def test_an_approval_cannot_end_yesterday_and_the_next_one_is_opened(groups, lyso):
    other = register_substance(proposal="mx2341", acronym="zz", name="Another", by=groups.ada)
    declare(groups, lyso, is_harmless="on")
    declare(groups, other, is_harmless="on")
    address = f"/hazards/{lyso.code}/"
    past = {"approve": "1", "hazard": "green", "valid_until": "2020-01-01"}
    assert errors(groups.safety_browser.post(address, past))[0].startswith("An approval cannot end before today.")
    done = groups.safety_browser.post(address, {**past, "valid_until": ""})
    assert done.url == f"/hazards/{other.code}/"


def test_what_was_submitted_is_taken_back(groups, lyso):
    assert groups.ada_browser.post(f"/substances/{lyso.code}/hazards/withdraw/").url == f"/substances/{lyso.code}/"
    declare(groups, lyso, is_harmless="on")
    assert "Take it back" in soup(groups.ada_browser.get(f"/substances/{lyso.code}/")).text
    assert "looking at the hazards" in " ".join(errors(declare(groups, lyso, is_nano="on")))
    done = groups.ada_browser.post(f"/substances/{lyso.code}/hazards/withdraw/")
    assert done.url == f"/substances/{lyso.code}/hazards/"
    assert "Nothing waits for you" in soup(groups.safety_browser.get("/hazards/")).text
