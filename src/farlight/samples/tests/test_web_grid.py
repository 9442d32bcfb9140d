"""The table of many samples: its page, and the REST interface that checks and declares."""

import json

import pytest
from bs4 import BeautifulSoup

from farlight.kernel.time import utc_now
from farlight.samples.models import Placement, Sample
from farlight.samples.services.placement import place_sample
from farlight.samples.services.registration import register_substance
from farlight.samples.tests.factories import make_container, make_sample

pytestmark = pytest.mark.django_db
KEYS = ["name", "substance", "barcode", "container", "slot", "experiment_kind", "energy_ev"]


@pytest.fixture
def lyso(groups):
    return register_substance(proposal="mx2341", acronym="lyso", name="Lysozyme", by=groups.ada)


def grid(answer):
    element = BeautifulSoup(answer.content, "html.parser").select_one("farlight-sample-grid")
    return json.loads(element["columns"]), json.loads(element["rows"])


def post(browser, path, rows, keys=KEYS):
    body = {"technique": "mx_crystal", "keys": keys, "rows": rows}
    return browser.post(f"/api/v1/proposals/mx2341/{path}", body, content_type="application/json")


def test_the_table_is_filled_in_as_far_as_can_be_known(groups, lyso):
    puck = make_container()
    place_sample(sample=make_sample(name="lyso-02", acronym="other"), container=puck, slot="1", now=utc_now())
    address = f"/samples/new/mx_crystal/many/?proposal=mx2341&substance=lyso&container={puck.code}&count=16"
    columns, rows = grid(groups.ada_browser.get(address))
    assert [column["key"] for column in columns][:7] == [*KEYS[:5], "comment", "space_group"]
    assert columns[1]["choices"] == ["lyso", "other"]
    assert columns[3]["choices"] == ["CPS-0421"]
    assert len(rows) == 16
    assert rows[0] == {
        "name": "lyso-01",
        "substance": "lyso",
        "container": "CPS-0421",
        "slot": "2",
        "experiment_kind": "native",
        "screening": "none",
        "centring": "automatic",
    }
    assert [row["name"] for row in rows[:3]] == ["lyso-01", "lyso-03", "lyso-04"]
    assert "slot" not in rows[15]


@pytest.mark.parametrize(("count", "rows"), [("", 16), ("abc", 16), ("3", 3), ("9999", 500), ("99999999999", 16)])
def test_a_table_has_a_bearable_number_of_rows(groups, count, rows):
    answer = groups.ada_browser.get(f"/samples/new/mx_crystal/many/?proposal=mx2341&count={count}")
    assert len(grid(answer)[1]) == rows
    assert grid(answer)[1][0]["name"] == "crystal-01"


def test_everything_that_is_wrong_is_told_by_cell_and_nothing_is_kept(groups, lyso):
    make_container()
    rows = [
        ["x1", "lyso", "", "CPS-0421", "1", "native", "12700"],
        ["", "", "", "", "", "", ""],
        ["x1", "lyzo", "", "CPS-0421", "1", "nativ", "soft"],
    ]
    answer = post(groups.ada_browser, "samples/check", rows).json()
    wrong = {(one["row"], one["key"]) for one in answer["problems"] if one["severity"] == "error"}
    assert {(2, "substance"), (2, "experiment_kind"), (2, "energy_ev")} <= wrong
    assert {row for row, _ in wrong} <= {0, 2}
    assert {one["key"]: one["suggestion"] for one in answer["problems"]}["substance"] == "lyso"
    assert answer["error"] == len([one for one in answer["problems"] if one["severity"] == "error"])
    assert Sample.objects.count() == 0


def test_samples_are_declared_all_or_none(groups, lyso):
    make_container()
    good = [[f"x{n}", "lyso", f"HX{n}", "CPS-0421", str(n), "native", ""] for n in range(1, 17)]
    bad = post(groups.ada_browser, "samples/table", [*good, ["x17", "nothing", "", "", "", "", ""]])
    assert (bad.status_code, Sample.objects.count()) == (422, 0)
    assert "nothing" in bad.json()["reasons"][0]["message"]
    done = post(groups.ada_browser, "samples/table", good)
    assert (done.status_code, done.json()["samples"]) == (200, 16)
    assert Sample.objects.filter(technique="mx_crystal", values={"experiment_kind": "native"}).count() == 16
    assert Placement.objects.filter(container__name="CPS-0421", until=None).count() == 16


def test_a_rival_neither_checks_nor_declares(groups, lyso):
    for path in ("samples/check", "samples/table"):
        assert post(groups.rival_browser, path, [["x", "lyso", "", "", "", "", ""]]).status_code == 404
        assert post(groups.safety_browser, path, [["x", "lyso", "", "", "", "", ""]]).status_code == 403
    assert Sample.objects.count() == 0


def test_techniques_and_their_schemas_are_told(groups):
    techniques = groups.ada_browser.get("/api/v1/techniques").json()
    assert [one["code"] for one in techniques][:2] == ["em_grid", "engineering"]
    assert techniques[0]["panet_iri"] == "http://purl.org/pan-science/PaNET/PaNET01145"
    schema = groups.ada_browser.get("/api/v1/techniques/mx_crystal").json()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert groups.ada_browser.get("/api/v1/techniques/gone").status_code == 404
    assert groups.ada_browser.get("/api/v1/techniques/mx_crystal?version=9").status_code == 404


def test_a_sample_is_told_as_nexus(groups, lyso):
    post(groups.ada_browser, "samples/table", [["x1", "lyso", "HX1", "", "", "native", "12700"]])
    code = Sample.objects.get().code
    tree = groups.ada_browser.get(f"/api/v1/samples/{code}/nxsample").json()
    assert (tree["@NX_class"], tree["name"], tree["type"], tree["short_title"]) == (
        "NXsample",
        "x1",
        "sample",
        "Lysozyme",
    )
    assert tree["declared"]["energy_ev"] == 12700.0
    assert tree["declared"]["energy_ev@units"] == "eV"
    assert tree["declared"]["barcode"] == "HX1"
