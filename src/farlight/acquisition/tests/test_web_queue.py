import pytest
from bs4 import BeautifulSoup

from farlight.acquisition.models import Request
from farlight.acquisition.tests.experiments import DETECTOR, ENGINE, LIMITS
from farlight.beamlines.public import define_beamline
from farlight.beamlines.tests.factories import a_definition
from farlight.samples.tests.factories import make_sample
from farlight.ui.domain.values import TIMES

LOGIN = "allauth.account.auth_backends.AuthenticationBackend"
FORM = {
    "kind": "rotation",
    "sample": "",
    "start_deg": "0",
    "width_deg": "0.5",
    "images": "6",
    "exposure_time_s": "0.002",
    "energy_ev": "12658",
    "transmission_percent": "50",
    "place": "distance",
    "detector_distance_mm": "120",
    "resolution_angstrom": "2",
}


@pytest.fixture
def ada(client, experiment):
    client.force_login(experiment.ada, backend=LOGIN)
    return client


def page(answer):
    return BeautifulSoup(answer.content, "html.parser")


def test_the_form_proposes_what_the_beamline_likes(ada, experiment):
    answer = ada.get(f"/sessions/{experiment.session}/queue/")
    assert answer.status_code == 200
    form = page(answer)
    assert form.select_one("input[name=images]")["value"] == "180"
    assert "Lyso ÄÖ 1" in form.select_one("select[name=sample]").text
    assert form.select_one("select[name=sample] option[selected]")["value"] == experiment.sample
    assert "secret" not in form.text


def test_a_sweep_is_queued_and_shown(ada, experiment):
    answer = ada.post(f"/sessions/{experiment.session}/queue/", FORM | {"sample": experiment.sample}, follow=True)
    assert f"Queued Lyso ÄÖ 1: 6 {TIMES} 0.5° from 0°" in page(answer).text
    request = Request.objects.get()
    assert (request.transmission_frac, request.resolution_angstrom) == (0.5, None)
    assert page(answer).select_one("#queue ol li strong").text == "Lyso ÄÖ 1"


def test_a_resolution_places_the_detector(ada, experiment):
    ada.post(f"/sessions/{experiment.session}/queue/", FORM | {"place": "resolution", "resolution_angstrom": "3"})
    assert Request.objects.get().detector_distance_mm == pytest.approx(112.9, abs=0.5)


def test_every_objection_stands_at_its_field(ada, experiment):
    wrong = {"images": "0", "transmission_percent": "500", "detector_distance_mm": "1"}
    answer = ada.post(f"/sessions/{experiment.session}/queue/", FORM | wrong)
    assert answer.status_code == 422
    form = page(answer)
    for name in wrong:
        assert form.select_one(f"[name={name}]")["aria-invalid"] == "true"
    assert not Request.objects.exists()


def test_what_is_no_number_and_what_is_impossible_are_said_at_once(ada, experiment):
    wrong = {"images": "many", "energy_ev": "", "exposure_time_s": "99", "transmission_percent": "500"}
    form = page(ada.post(f"/sessions/{experiment.session}/queue/", FORM | wrong))
    said = {name: form.select_one(f"#id_{name}-errors").text.strip() for name in wrong}
    assert said["images"] == "Enter a whole number."
    assert said["energy_ev"] == "This field is required."
    assert said["exposure_time_s"].endswith("Give a value from 0.001 to 10 s.")
    assert said["transmission_percent"] == (
        "The transmission of 500 % is not possible here. Give a value from 0.01 to 100 %."
    )


def test_the_next_sample_is_proposed_and_measured_as_the_last_one_was(ada, experiment):
    second = make_sample("mx2341", "Lyso 2", acronym="lys2").code
    path = f"/sessions/{experiment.session}/queue/"
    ada.post(
        path, FORM | {"sample": experiment.sample, "images": "7", "place": "resolution", "resolution_angstrom": "3"}
    )
    form = page(ada.get(path))
    assert form.select_one("select[name=sample] option[selected]")["value"] == second
    assert [form.select_one(f"[name={name}]")["value"] for name in ("images", "resolution_angstrom")] == ["7", "3"]
    assert form.select_one("select[name=place] option[selected]")["value"] == "resolution"
    assert page(ada.get(f"{path}?like=beamline")).select_one("[name=images]")["value"] == "180"


def all_kinds(experiment):
    kinds = ("rotation", "screening", "grid")
    define_beamline(definition=a_definition("sim1", detector=DETECTOR, limits=LIMITS, engine=ENGINE, collections=kinds))


GRID = {"kind": "grid", "grid_rows": "2", "grid_columns": "3", "step_x_um": "20", "step_y_um": "10"}


def test_screenings_and_grids_are_queued(ada, experiment):
    all_kinds(experiment)
    path = f"/sessions/{experiment.session}/queue/"
    ada.post(path, FORM | {"kind": "screening", "angles_deg": " 0, 45;90 "})
    assert Request.objects.get().layout == {"angles_deg": [0.0, 45.0, 90.0]}
    ada.post(path, FORM | GRID)
    assert [(r.kind, r.images) for r in Request.objects.order_by("pk")] == [("screening", 3), ("grid", 6)]
    form = page(ada.get(path))
    assert f"2 {TIMES} 3 cells of 20 {TIMES} 10 µm" in form.select_one("#queue").text


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "screening", "angles_deg": "0, north"}, "angles_deg"),
        ({"kind": "screening", "angles_deg": ""}, "angles_deg"),
        ({"kind": "screening", "angles_deg": "0, 9999"}, "angles_deg"),
        (GRID | {"grid_rows": "0"}, "grid_rows"),
        (GRID | {"step_x_um": "9999"}, "step_x_um"),
        (GRID | {"grid_columns": ""}, "grid_columns"),
    ],
)
def test_objections_to_layouts_stand_at_their_fields(ada, experiment, given, field):
    all_kinds(experiment)
    answer = ada.post(f"/sessions/{experiment.session}/queue/", FORM | given)
    assert (answer.status_code, Request.objects.count()) == (422, 0)
    assert page(answer).select_one(f"[name={field}]")["aria-invalid"] == "true"


def test_a_kind_that_the_beamline_cannot_do_is_refused(ada, experiment):
    answer = ada.post(f"/sessions/{experiment.session}/queue/", FORM | GRID)
    assert (answer.status_code, Request.objects.count()) == (422, 0)
    assert page(ada.get(f"/sessions/{experiment.session}/queue/")).select_one("[name=kind]")["type"] == "hidden"


def outlook(browser, experiment, **given):
    answer = browser.post(f"/sessions/{experiment.session}/queue/outlook/", FORM | given)
    assert answer.status_code == 200
    found = page(answer)
    facts = {part.dt.text: part.dd.text.replace("\u202f", " ") for part in found.select("dl > div")}
    return facts, [line.text.strip() for line in found.select("li")]


def test_the_outlook_says_what_a_collection_comes_to(ada, experiment):
    assert outlook(ada, experiment) == (
        {"Beam on": "12 ms", "Rotation": "3°", "Wavelength": "0.9795 Å", "Resolution at the edge": "3.18 Å"},
        [],
    )
    facts, _ = outlook(ada, experiment, place="resolution", resolution_angstrom="3")
    assert facts["Detector at"] == "112.9 mm"


def test_the_outlook_says_everything_that_stands_in_the_way(ada, experiment):
    facts, objections = outlook(ada, experiment, images="many", energy_ev="99999", place="resolution")
    assert "Enter a whole number." in objections
    assert [text for text in objections if "energy" in text]
    assert facts["Beam on"] == "360 ms"
    assert not Request.objects.exists()


def test_the_outlook_bears_nonsense(ada, experiment):
    for given in (
        {"energy_ev": "-1"},
        {"energy_ev": "0"},
        {"detector_distance_mm": "-5"},
        {"kind": "dance"},
        {"place": "?"},
    ):
        assert outlook(ada, experiment, **given)[1]


def test_observers_see_the_queue_but_why_they_cannot_add(client, experiment):
    experiment.queue()
    client.force_login(experiment.observer, backend=LOGIN)
    form = page(client.get(f"/sessions/{experiment.session}/queue/"))
    assert form.select_one("main form button[type=submit]").has_attr("disabled")
    assert "Your part in" in form.text
    assert form.select("#queue form") == []
    answer = client.post(f"/sessions/{experiment.session}/queue/", FORM)
    assert answer.status_code == 422


def test_requests_are_moved_cancelled_and_repeated_by_buttons(ada, experiment):
    first, second = experiment.queue(), experiment.queue()
    root = f"/sessions/{experiment.session}/queue"
    listed = page(ada.post(f"{root}/{second.code}/move/", {"to": "0"}, headers={"HX-Request": "true"}))
    assert len(listed.select("ol li")) == 2
    assert Request.objects.get(code=second.code).position < Request.objects.get(code=first.code).position
    ada.post(f"{root}/{second.code}/cancel/", headers={"HX-Request": "true"})
    assert experiment.state_of(second) == "cancelled"
    Request.objects.filter(code=first.code).update(state="interrupted", reason="The engine ended.")
    assert "The engine ended." in page(ada.get(f"{root}/list/")).text
    ada.post(f"{root}/{first.code}/repeat/")
    assert Request.objects.filter(state="queued").count() == 1


def test_the_collection_under_way_is_controlled(ada, experiment):
    experiment.queue()
    Request.objects.update(state="collecting", stage="mounting")
    root = f"/sessions/{experiment.session}/queue"
    shown = page(ada.get(f"{root}/list/"))
    assert [button["value"] for button in shown.select("button[name=command]")] == ["pause", "abort"]
    assert "mounting" in shown.text
    shown = page(ada.post(f"{root}/command/", {"command": "pause"}, headers={"HX-Request": "true"}))
    assert [button["value"] for button in shown.select("button[name=command]")] == ["resume", "abort"]
    shown = page(ada.post(f"{root}/command/", {"command": "abort"}, headers={"HX-Request": "true"}))
    assert "Aborting" in shown.text


def test_a_command_that_comes_too_late_is_explained(ada, experiment):
    root = f"/sessions/{experiment.session}/queue"
    shown = page(ada.post(f"{root}/command/", {"command": "pause"}, headers={"HX-Request": "true"}))
    assert "Nothing is being collected" in shown.text
    followed = page(ada.post(f"{root}/command/", {"command": "pause"}, follow=True))
    assert "Nothing is being collected" in followed.text
    assert ada.post(f"{root}/command/", {"command": "explode"}).status_code == 422
    assert ada.post(f"{root}/r-1/move/", {"to": "up"}).status_code == 422


def test_rivals_find_no_page(client, experiment):
    request = experiment.queue()
    client.force_login(experiment.rival, backend=LOGIN)
    root = f"/sessions/{experiment.session}/queue"
    answers = [
        client.get(f"{root}/"),
        client.get(f"{root}/list/"),
        client.post(f"{root}/", FORM),
        client.post(f"{root}/outlook/", FORM),
        client.post(f"{root}/command/", {"command": "abort"}),
        client.post(f"{root}/{request.code}/cancel/"),
        client.post(f"{root}/{request.code}/move/", {"to": "0"}),
        client.post(f"{root}/{request.code}/repeat/"),
    ]
    assert [answer.status_code for answer in answers] == [404] * len(answers)
    assert experiment.state_of(request) == "queued"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_any_number(ada, experiment, rows, django_assert_max_num_queries):
    for _ in range(rows):
        experiment.queue()
    with django_assert_max_num_queries(16):
        ada.get(f"/sessions/{experiment.session}/queue/list/")
