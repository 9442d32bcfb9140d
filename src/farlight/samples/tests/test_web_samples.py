"""Samples in the browser: declared, found, looked at, corrected."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from farlight.samples.domain.techniques import read_technique
from farlight.samples.models import Container, Sample, Substance
from farlight.samples.queries.named import sample_named
from farlight.samples.services.registration import register_sample, register_substance
from farlight.samples.services.techniques import define_techniques
from farlight.samples.tests.factories import make_container, make_sample
from farlight.samples.tests.pieces import PIECES, pieces_technique

pytestmark = pytest.mark.django_db


def soup(answer):
    return BeautifulSoup(answer.content, "html.parser")


def names(answer):
    return [a.text for a in soup(answer).select("a.fl-row-link")]


def errors(answer):
    return [" ".join(li.text.split()) for li in soup(answer).select(".fl-objections li, .fl-refusal li")]


# ---------------------------------------------------------------- the list


def test_samples_are_found_and_filtered(groups):
    lyso = make_sample(name="lyso-1")
    register_sample(substance=lyso.substance, name="lyso-2", comment="the large one")
    make_sample("mx9999", "secret-1")
    browser = groups.ada_browser
    assert names(browser.get("/samples/")) == ["lyso-1", "lyso-2"]
    assert names(browser.get("/samples/?q=LARGE")) == ["lyso-2"]
    assert names(browser.get("/samples/?proposal=mx2341&state=declared")) == ["lyso-1", "lyso-2"]
    assert names(browser.get("/samples/?state=measured")) == []
    assert names(browser.get("/samples/?state=nonsense&technique=mx_crystal")) == []
    assert "No sample fits" in soup(browser.get("/samples/?q=nothing")).text
    assert names(groups.rival_browser.get("/samples/")) == ["secret-1"]
    assert groups.rival_browser.get("/samples/?proposal=mx2341").status_code == 404
    assert names(groups.safety_browser.get("/samples/")) == ["lyso-1", "lyso-2", "secret-1"]


def test_only_the_rows_are_given_to_htmx(groups):
    part = soup(groups.ada_browser.get("/samples/", headers={"HX-Request": "true"}))
    assert (part.html, part.select_one("#rows") is not None) == (None, True)


def test_the_list_has_pages(groups):
    substance = make_sample(name="n-00").substance
    for number in range(1, 61):
        register_sample(substance=substance, name=f"n-{number:02}")
    first = groups.ada_browser.get("/samples/")
    following = soup(first).select_one(".fl-pager a")["href"]
    second = groups.ada_browser.get(f"/samples/{following}")
    assert [len(names(first)), len(names(second))] == [50, 11]
    assert "From the beginning" in soup(second).text


@pytest.mark.parametrize("path", ["/samples/", "/substances/", "/containers/"])
def test_lists_ask_the_database_as_often_at_three_rows_as_at_one(groups, path):
    def rows(number):
        sample = make_sample(name=f"s{number}", acronym=f"a{number}")
        make_container(f"CPS-{number}")
        return sample

    counts = []
    for number in (1, 2, 3):
        rows(number)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(names(groups.ada_browser.get(path))) == number
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_hazards_that_nobody_declared_are_asked_for(groups):
    register_sample(substance=register_substance(proposal="mx2341", acronym="new", name="New", by=groups.ada), name="x")
    make_sample(name="known")
    hint = soup(groups.ada_browser.get("/samples/")).select_one(".fl-message-warning")
    assert [a.text for a in hint.select("a")] == ["new"]
    assert soup(groups.safety_browser.get("/samples/")).select_one(".fl-message-warning") is None


# ---------------------------------------------------------------- one sample


def test_a_sample_is_declared_by_a_form_that_its_technique_makes(groups):
    register_substance(proposal="mx2341", acronym="lyso", name="Lysozyme", by=groups.ada)
    puck = make_container()
    browser = groups.ada_browser
    address = "/samples/new/mx_crystal/one/?proposal=mx2341&substance=lyso"
    form = soup(browser.get(address))
    assert form.select_one("option[selected][value=lyso]") is not None
    assert form.select_one("[name='value:energy_ev']")["inputmode"] == "decimal"
    assert "Needed when Experiment is SAD or MAD." in form.text
    said = {"name": "x1", "substance": "lyso", "value:experiment_kind": "SAD", "value:energy_ev": "hard"}
    refused = browser.post(address, said)
    assert refused.status_code == 422
    assert errors(refused) == [
        "Energy: 'hard' is not a number. Give a number in eV, like 12700.",
        "Anomalous scatterer is missing. Anomalous data are measured at its absorption edge. Give it, like Se.",
    ]
    said |= {
        "value:energy_ev": "12,66e3",
        "value:scatterer": "Se",
        "container": puck.code,
        "slot": "3",
        "barcode": "H1",
    }
    done = browser.post(address, {**said, "storage_temperature_k": "77,3", "comment": "careful"})
    sample = sample_named("mx2341", "x1")
    assert (done.status_code, done.url) == (302, f"/samples/{sample.code}/")
    assert sample.values == {"experiment_kind": "SAD", "energy_ev": 12660.0, "scatterer": "Se"}
    page = soup(browser.get(done.url)).text
    for word in ("x1", "12660 eV", "CPS-0421", "position 3", "77.3 K", "careful", "lyso x1 · SAD", "H1"):
        assert word in page
    again = browser.post(address, {"name": "x2", "substance": "lyso", "another": "1"})
    assert again.url == "/samples/new/mx_crystal/one/?proposal=mx2341&substance=lyso"


def test_a_container_of_another_group_is_no_choice(groups):
    foreign = make_container("CAM-1", proposal="mx9999")
    said = {"name": "x", "container": foreign.code, "slot": "1"}
    refused = groups.ada_browser.post("/samples/new/tomography/one/?proposal=mx2341", said)
    assert (refused.status_code, Sample.objects.count()) == (422, 0)
    assert "CAM-1" not in refused.content.decode()


def test_free_values_are_declared_line_by_line(groups):
    said = {"name": "film", "free_values": "thickness [nm] = 12,5\nbatch = 7b\n\nnonsense"}
    groups.ada_browser.post("/samples/new/generic/one/?proposal=mx2341", said)
    sample = sample_named("mx2341", "film")
    assert sample.values == {"thickness [nm]": 12.5, "batch": "7b"}
    assert "thickness [nm]" in soup(groups.ada_browser.get(f"/samples/{sample.code}/")).text
    form = soup(groups.ada_browser.get(f"/samples/{sample.code}/edit/"))
    lines = form.select_one("[name=free_values]").text.strip().splitlines()
    assert sorted(lines) == ["batch = 7b", "thickness [nm] = 12.5"]


def test_a_sample_is_corrected(groups):
    sample = make_sample(name="x1")
    address = f"/samples/{sample.code}/edit/"
    assert soup(groups.ada_browser.get(address)).select_one("[name=name]")["value"] == "x1"
    done = groups.ada_browser.post(address, {"name": "x2", "substance": "lyso", "shelf_life_until": "2027-01-31"})
    assert done.url == f"/samples/{sample.code}/"
    sample.refresh_from_db()
    assert (sample.name, sample.technique, str(sample.shelf_life_until)) == ("x2", "generic", "2027-01-31")
    refused = groups.ada_browser.post(address, {"name": "x2", "shelf_life_until": "soon"})
    assert (refused.status_code, errors(refused)) == (422, ["Enter a valid date."])


def test_a_sample_is_brought_to_the_newest_version(groups):
    define_techniques(techniques=[pieces_technique()])
    groups.ada_browser.post("/samples/new/pieces/one/?proposal=mx2341", {"name": "p", "value:size_um": "5"})
    sample = sample_named("mx2341", "p")
    assert "Bring it there" not in soup(groups.ada_browser.get(f"/samples/{sample.code}/")).text
    document = {**PIECES, "x-farlight": {**PIECES["x-farlight"], "version": 3}}
    define_techniques(techniques=[read_technique(document)])
    assert "Bring it there" in soup(groups.ada_browser.get(f"/samples/{sample.code}/")).text
    groups.ada_browser.post(f"/samples/{sample.code}/follow/")
    sample.refresh_from_db()
    assert sample.schema_version == 3
    document["x-farlight"] = {**document["x-farlight"], "version": 4}
    document["required"] = ["size_um", "colour"]
    define_techniques(techniques=[read_technique(document)])
    said = groups.ada_browser.post(f"/samples/{sample.code}/follow/", follow=True)
    assert "It does not fit the newest version: Colour is missing." in soup(said).text


# ---------------------------------------------------------------- three questions, then a table


def test_techniques_are_offered_for_ones_own_proposals(groups):
    page = soup(groups.ada_browser.get("/samples/new/"))
    titles = [one.text for one in page.select(".fl-technique strong")]
    assert (len(titles), titles[-1]) == (10, "Anything else")
    assert "may declare samples for no proposal" in soup(groups.safety_browser.get("/samples/new/")).text
    make_sample()
    Sample.objects.update(technique="tomography")
    again = soup(groups.ada_browser.get("/samples/new/?proposal=mx2341"))
    assert again.select_one(".fl-technique strong").text == "Imaging and tomography"


def test_a_table_begins_with_three_answers(groups):
    address = "/samples/new/mx_crystal/?proposal=mx2341"
    page = soup(groups.ada_browser.get(address))
    assert page.select_one("[name=count_text]")["value"] == "16"
    wrong = {"substance": "", "count_text": "many", "container": "new"}
    assert errors(groups.ada_browser.post(address, wrong)) == [
        "Choose one, or a new protein.",
        "Give a number from 1 to 500.",
    ]
    new = {
        "substance": "new",
        "acronym": "no good",
        "count_text": "16",
        "container": "new",
        "container_type": "unipuck",
    }
    refused = groups.ada_browser.post(address, new)
    assert [one.split(".")[0] for one in errors(refused)] == [
        "'no good' is not an acronym",
        "The container has no name",
    ]
    assert (Substance.objects.count(), Container.objects.count()) == (0, 0)
    done = groups.ada_browser.post(address, {**new, "acronym": "lyso", "container_name": "CPS-1"})
    container = Container.objects.get()
    assert done.url == (
        f"/samples/new/mx_crystal/many/?proposal=mx2341&substance=lyso&container={container.code}&count=16"
    )
    taken = groups.ada_browser.post(address, {**new, "acronym": "LYSO", "container_name": "CPS-2"})
    assert errors(taken) == ["Proposal mx2341 has a substance 'LYSO' already."]
    one = groups.ada_browser.post(address, {"substance": "lyso", "count_text": "1"})
    assert one.url == "/samples/new/mx_crystal/one/?proposal=mx2341&substance=lyso&count=1"


def test_a_technique_without_need_of_a_substance_offers_none(groups):
    address = "/samples/new/tomography/?proposal=mx2341"
    done = groups.ada_browser.post(address, {"substance": "none", "count_text": "3"})
    assert done.url == "/samples/new/tomography/many/?proposal=mx2341&count=3"


# ---------------------------------------------------------------- nobody else


PRIVATE = [
    "/samples/{sample}/",
    "/samples/{sample}/edit/",
    "/api/v1/samples/{sample}/nxsample",
    "/substances/{substance}/",
    "/substances/{substance}/edit/",
    "/substances/{substance}/hazards/",
    "/hazards/{substance}/",
    "/containers/{container}/",
    "/samples/new/mx_crystal/?proposal=mx2341",
    "/samples/new/mx_crystal/one/?proposal=mx2341",
    "/samples/new/mx_crystal/many/?proposal=mx2341",
    "/samples/?proposal=mx2341",
    "/substances/new/?proposal=mx2341",
    "/containers/new/?proposal=mx2341",
    "/hazards/",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_rival_finds_nothing(groups, address):
    sample, container = make_sample(), make_container()
    codes = {"sample": sample.code, "substance": sample.substance.code, "container": container.code}
    known = groups.rival_browser.get(address.format(**codes))
    guessed = groups.rival_browser.get(address.format(sample="zz", substance="zz", container="zz"))
    assert (known.status_code, guessed.status_code) == (404, 404)
    assert "lyso" not in known.content.decode()


def test_who_only_looks_may_not_change(groups):
    sample, container = make_sample(), make_container()
    looker = groups.safety_browser
    assert looker.get(f"/samples/{sample.code}/").status_code == 200
    assert "Correct it" not in looker.get(f"/samples/{sample.code}/").content.decode()
    for address in (f"/samples/{sample.code}/edit/", "/samples/new/generic/one/?proposal=mx2341"):
        assert looker.get(address).status_code == 403
    assert looker.post(f"/containers/{container.code}/place/", {"sample": sample.code, "slot": "1"}).status_code == 403


def test_strangers_are_asked_to_log_in(client):
    assert client.get("/samples/").url == "/accounts/login/?next=/samples/"
