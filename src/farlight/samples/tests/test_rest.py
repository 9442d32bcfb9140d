import pytest
from django.test import Client

from farlight.beamtime.tests.factories import make_session
from farlight.people.tests.factories import make_person
from farlight.people.types import Role
from farlight.samples.public import register_substance
from farlight.samples.tests.factories import make_container, make_sample
from farlight.samples.types import Hazard

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Caller:
    """Somebody who calls the interface."""

    def __init__(self, client, person):
        client.force_login(person, backend=BACKEND)
        self.client = client

    def __call__(self, method, path, body=None):
        call = getattr(self.client, method)
        answer = (
            call(f"/api/v1{path}", data=body, content_type="application/json")
            if body is not None
            else call(f"/api/v1{path}")
        )
        return answer.status_code, answer.json() if answer.content else None


@pytest.fixture
def people():
    ada = make_person("ada")
    make_session(ada)
    make_session(make_person("tess"), "mx9999", beamline="sim2")
    return {
        "ada": ada,
        "sven": make_person("sven", Role.SAFETY),
        "stores": make_person("stores", Role.STORES),
        "rival": make_person("rival"),
    }


@pytest.fixture
def by(people):
    return {name: Caller(Client(), person) for name, person in people.items()}


def test_a_substance_is_entered_changed_and_listed(by):
    ada = by["ada"]
    status, made = ada(
        "post", "/proposals/mx2341/substances", {"acronym": "Lyso", "name": "Lysozyme", "kind": "protein"}
    )
    assert (status, made["hazard"], made["kind"]) == (201, None, "protein")
    assert ada("post", "/proposals/mx2341/substances", {"acronym": "lyso", "name": "x"})[0] == 409
    status, changed = ada("patch", f"/substances/{made['code']}", {"formula": "H2 O", "molecular_weight_da": 14300.0})
    assert (status, changed["formula"], changed["kind"], changed["name"]) == (200, "H2 O", "protein", "Lysozyme")
    assert ada("get", f"/substances/{made['code']}")[1] == changed
    ada("post", "/proposals/mx2341/substances", {"acronym": "Thau", "name": "Thaumatin"})
    status, page = ada("get", "/substances?limit=1")
    assert ([s["acronym"] for s in page["items"]], bool(page["next_cursor"])) == (["Lyso"], True)
    rest = ada("get", f"/substances?proposal=mx2341&cursor={page['next_cursor']}")[1]
    assert ([s["acronym"] for s in rest["items"]], rest["next_cursor"]) == (["Thau"], None)
    assert [s["acronym"] for s in ada("get", "/substances?q=thaum")[1]["items"]] == ["Thau"]
    status, problem = ada("post", "/proposals/mx2341/substances", {"acronym": "a b", "name": "", "cas": "1"})
    assert (status, [reason["field"] for reason in problem["reasons"]]) == (422, ["acronym", "name", "cas"])


def test_hazards_go_from_the_group_to_the_safety_group(by):
    ada, sven = by["ada"], by["sven"]
    code = ada("post", "/proposals/mx2341/substances", {"acronym": "Tox", "name": "Toxin"})[1]["code"]
    path = f"/substances/{code}/hazard-profiles"
    status, draft = ada("put", f"{path}/draft", {"h_codes": ["H300"], "max_mass_mg": 2.0})
    assert (status, draft["state"], draft["proposed"]) == (200, "draft", "red")
    assert draft["proposed_because"] == ["H300: fatal in small amounts"]
    assert ada("post", f"{path}/submit")[1]["state"] == "submitted"
    assert ada("post", f"{path}/1/approve", {"hazard": "green"})[0] == 403
    assert [(p["acronym"], p["version"]) for p in sven("get", "/hazard-profiles")[1]] == [("Tox", 1)]
    assert ada("get", "/hazard-profiles")[1] == []
    assert sven("post", f"{path}/2/approve", {"hazard": "red"})[0] == 404
    status, approved = sven("post", f"{path}/1/approve", {"hazard": "red", "conditions": "Fume hood."})
    assert (status, approved["hazard"], approved["conditions"], approved["decision"]) == (
        200,
        "red",
        "Fume hood.",
        "person",
    )
    assert ada("get", f"/substances/{code}")[1]["hazard"] == "red"
    ada("put", f"{path}/draft", {"h_codes": ["H301"], "max_mass_mg": 2.0})
    ada("post", f"{path}/submit")
    assert [c["field"] for c in sven("get", "/hazard-profiles")[1][0]["changes"]] == ["h_codes"]
    assert ada("post", f"{path}/withdraw")[0] == 204
    status, refused = sven("post", f"{path}/1/refuse", {"reason": "We learnt more."})
    assert (status, refused["state"]) == (200, "refused")
    assert [(p["version"], p["state"]) for p in ada("get", path)[1]] == [(2, "superseded"), (1, "refused")]


def test_a_sample_is_declared_corrected_placed_and_found(by):
    ada = by["ada"]
    register_substance(proposal="mx2341", acronym="Lyso", name="Lysozyme", hazard=Hazard.GREEN)
    puck = ada("post", "/proposals/mx2341/containers", {"name": "P-1", "container_type": "unipuck"})[1]
    body = {
        "name": "x1",
        "substance": "lyso",
        "barcodes": ["HX1"],
        "container": puck["code"],
        "slot": "03",
        "comment": "big",
        "components": [{"acronym": "Lyso", "amount": 5.0, "unit": "mg/ml"}],
    }
    status, made = ada("post", "/proposals/mx2341/samples", body)
    assert (status, made["hazard"], made["container"], made["slot"]) == (201, "green", "P-1", "3")
    assert (made["specimens"][0]["barcodes"], made["components"][0]["amount"]) == (["HX1"], 5.0)
    assert ada("post", "/proposals/mx2341/samples", body)[0] == 422
    status, changed = ada("put", f"/samples/{made['code']}", {"name": "x2", "comment": "small"})
    assert (status, changed["name"], changed["comment"], changed["specimens"][0]["barcodes"]) == (
        200,
        "x2",
        "small",
        ["HX1"],
    )
    assert ada("get", f"/samples/{made['code']}")[1] == changed
    assert ada("put", f"/samples/{made['code']}/components", [])[1]["components"] == []
    for query, count in (
        ("q=HX1", 1),
        ("q=P-1", 1),
        ("proposal=mx2341&q=x2+small", 1),
        ("is_placed=false", 0),
        ("q=nothing", 0),
    ):
        assert (query, len(ada("get", f"/samples?{query}")[1]["items"])) == (query, count)
    assert (
        len(ada("get", f"/samples?container={puck['code']}&state=declared&role=sample&technique=generic")[1]["items"])
        == 1
    )


def test_pieces_are_described_placed_and_taken_out(by):
    ada, stores = by["ada"], by["stores"]
    sample, puck = make_sample(), make_container()
    status, pieces = ada("post", f"/samples/{sample.code}/specimens", {"mount": "pin", "barcodes": ["HX2"]})
    assert (status, [p["number"] for p in pieces]) == (201, [1, 2])
    code = pieces[1]["code"]
    assert ada("put", f"/specimens/{code}", {"mount": "pin", "label": "two", "barcodes": []})[0] == 204
    assert ada("put", f"/specimens/{code}/place", {"container": puck.code, "slot": "17"})[0] == 422
    assert ada("put", f"/specimens/{code}/place", {"container": puck.code, "slot": "16"})[0] == 204
    inside = ada("get", f"/containers/{puck.code}")[1]
    assert [(s["slot"], s["piece"]["specimen"], s["piece"]["acronym"]) for s in inside["slots"]] == [
        ("16", code, "lyso")
    ]
    assert ada("delete", f"/specimens/{code}/place")[0] == 204
    assert ada("put", f"/specimens/{code}/conditions", {"conditions": ["warm"]})[0] == 403
    assert stores("put", f"/specimens/{code}/conditions", {"conditions": ["warm"]})[0] in {204, 404}
    assert ada("put", f"/specimens/{code}/state", {"state": "measured"})[0] == 403


def test_containers_travel_and_are_lent(by):
    ada, stores = by["ada"], by["stores"]
    types = {one["code"]: one for one in ada("get", "/container-types")[1]}
    assert (len(types["unipuck"]["slots"]), types["isara"]["slots"][28]["name"]) == (16, "29")
    assert ada("post", "/containers", {"name": "ISARA", "container_type": "isara"})[0] == 403
    changer = stores("post", "/containers", {"name": "ISARA", "container_type": "isara"})[1]
    lent = stores("post", "/containers", {"name": "L-1", "container_type": "unipuck"})[1]
    assert ada("get", f"/containers/{lent['code']}")[0] == 404
    assert stores("post", f"/containers/{lent['code']}/hand-over", {"proposal": "mx2341"})[1]["proposal"] == "mx2341"
    assert [c["name"] for c in ada("get", "/containers")[1]["items"]] == ["L-1"]
    assert [c["name"] for c in ada("get", "/containers?proposal=mx2341&q=l-")[1]["items"]] == ["L-1"]
    assert ada("put", f"/containers/{lent['code']}/place", {"container": changer["code"], "slot": "4"})[0] == 404
    assert ada("post", f"/containers/{lent['code']}/reports", {"text": "The lid is bent."})[0] == 204
    assert ada("post", f"/containers/{lent['code']}/empty")[0] == 204
    assert ada("delete", f"/containers/{lent['code']}/place")[0] == 204
    assert ada("post", f"/containers/{lent['code']}/retire", {"reason": "Broken."})[0] == 204
    assert ada("post", f"/containers/{lent['code']}/hand-over", {"proposal": "mx9999"})[0] == 403
    assert ada("post", f"/containers/{lent['code']}/hand-over", {"proposal": ""})[1]["proposal"] == ""


def test_a_sample_is_shared_with_another_proposal_of_ones_own(by, people):
    ada = by["ada"]
    sample = make_sample()
    assert ada("post", f"/samples/{sample.code}/share", {"proposal": "mx9999"})[0] == 404
    make_session(people["ada"], "mx5555", beamline="sim3")
    assert ada("post", f"/samples/{sample.code}/share", {"proposal": "mx5555"})[0] == 204
    assert [s["name"] for s in ada("get", "/samples?proposal=mx5555")[1]["items"]] == ["crystal 1"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("get", "/substances/{substance}", None),
        ("patch", "/substances/{substance}", {}),
        ("get", "/substances/{substance}/hazard-profiles", None),
        ("put", "/substances/{substance}/hazard-profiles/draft", {}),
        ("post", "/substances/{substance}/hazard-profiles/1/approve", {"hazard": "green"}),
        ("get", "/samples/{sample}", None),
        ("put", "/samples/{sample}", {"name": "x"}),
        ("post", "/samples/{sample}/specimens", {}),
        ("put", "/specimens/{specimen}", {}),
        ("delete", "/specimens/{specimen}/place", None),
        ("get", "/containers/{container}", None),
        ("post", "/containers/{container}/empty", {}),
        ("get", "/substances?proposal=mx2341", None),
        ("get", "/samples?proposal=mx2341", None),
        ("get", "/containers?proposal=mx2341", None),
        ("post", "/proposals/mx2341/substances", {"acronym": "a", "name": "a"}),
        ("post", "/proposals/mx2341/samples", {"name": "a"}),
        ("post", "/proposals/mx2341/containers", {"name": "a", "container_type": "unipuck"}),
    ],
)
def test_a_rival_finds_nothing_the_same_as_for_what_does_not_exist(by, method, path, body):
    sample, puck = make_sample(), make_container()
    codes = {
        "substance": sample.substance.code,
        "sample": sample.code,
        "specimen": sample.specimens.get().code,
        "container": puck.code,
    }
    nothing = dict.fromkeys(codes, "nothing")
    rival = by["rival"]
    real, made_up = (
        rival(method, path.format(**codes), body),
        rival(method, path.format(**nothing).replace("mx2341", "mx1"), body),
    )
    assert real[0] == made_up[0] == 404
    assert (real[1]["title"], real[1]["reasons"]) == (made_up[1]["title"], made_up[1]["reasons"])


def test_a_rivals_lists_are_empty(by):
    make_sample()
    make_container()
    rival = by["rival"]
    assert [rival("get", path)[1]["items"] for path in ("/samples", "/substances", "/containers")] == [[], [], []]
    assert rival("get", "/hazard-profiles")[1] == []
