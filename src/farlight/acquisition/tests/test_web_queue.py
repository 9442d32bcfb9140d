import pytest
from bs4 import BeautifulSoup

from farlight.acquisition.models import Request

LOGIN = "allauth.account.auth_backends.AuthenticationBackend"
FORM = {
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
    assert "Queued: 6 x 0.5° from 0°" in page(answer).text
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
