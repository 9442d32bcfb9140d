import pytest

from farlight.acquisition.models import Request

BODY = {
    "width_deg": 0.5,
    "images": 6,
    "exposure_time_s": 0.002,
    "energy_ev": 12658.0,
    "detector_distance_mm": 120.0,
}


@pytest.fixture
def rest(client, experiment):
    client.force_login(experiment.ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    return Rest(client, f"/api/v1/sessions/{experiment.session}")


class Rest:
    def __init__(self, client, root):
        self._client, self._root = client, root

    def get(self, path):
        return self._client.get(self._root + path)

    def post(self, path, body=None):
        return self._client.post(self._root + path, body or {}, content_type="application/json")

    def delete(self, path):
        return self._client.delete(self._root + path)


def test_a_sweep_is_queued_listed_and_cancelled(rest, experiment):
    answer = rest.post("/requests", {"sample": experiment.sample, "parameters": BODY})
    assert answer.status_code == 201
    request = answer.json()
    assert request["state"] == "queued"
    defaults = {"start_deg": 0.0, "transmission_frac": 1.0, "resolution_angstrom": None, "layout": None}
    assert request["parameters"] == BODY | defaults
    assert rest.get("/queue").json() == [request]
    assert rest.get("/requests").json() == {"items": [request], "next_cursor": None}
    assert rest.get(f"/requests/{request['code']}").json() == request
    assert rest.delete(f"/requests/{request['code']}").status_code == 204
    assert rest.get("/queue").json() == []


def test_all_objections_come_at_once(rest):
    answer = rest.post("/requests", {"parameters": {**BODY, "images": 0, "energy_ev": 1.0}})
    assert answer.status_code == 422
    assert [reason["field"] for reason in answer.json()["reasons"]] == ["images", "energy_ev"]


def test_requests_are_moved_and_repeated(rest, experiment):
    first, second = experiment.queue(), experiment.queue()
    assert rest.post(f"/requests/{second.code}/place", {"to": 0}).status_code == 204
    assert [found["code"] for found in rest.get("/queue").json()] == [second.code, first.code]
    assert rest.post(f"/requests/{first.code}/repeat").status_code == 201


def test_pages_follow_a_cursor(rest, experiment):
    codes = [experiment.queue().code for _ in range(3)]
    page = rest.get("/requests?limit=2").json()
    assert [found["code"] for found in page["items"]] == [codes[2], codes[1]]
    rest_of_it = rest.get(f"/requests?limit=2&cursor={page['next_cursor']}").json()
    assert [found["code"] for found in rest_of_it["items"]] == [codes[0]]


def test_commands_need_a_collection(rest, experiment):
    assert rest.post("/command", {"command": "pause"}).status_code == 409
    experiment.queue()
    Request.objects.update(state="collecting")
    assert rest.post("/command", {"command": "pause"}).status_code == 202
    assert rest.post("/command", {"command": "explode"}).status_code == 422


def test_rivals_find_nothing(client, experiment):
    request = experiment.queue()
    client.force_login(experiment.rival, backend="allauth.account.auth_backends.AuthenticationBackend")
    foreign, unknown = Rest(client, f"/api/v1/sessions/{experiment.session}"), Rest(client, "/api/v1/sessions/mx9-9")
    for rest in (foreign, unknown):
        answers = [
            rest.get("/queue"),
            rest.get("/requests"),
            rest.get(f"/requests/{request.code}"),
            rest.delete(f"/requests/{request.code}"),
            rest.post("/requests", {"parameters": BODY}),
            rest.post(f"/requests/{request.code}/place", {"to": 0}),
            rest.post(f"/requests/{request.code}/repeat"),
            rest.post("/command", {"command": "abort"}),
        ]
        assert [answer.status_code for answer in answers] == [404] * len(answers)
    assert Request.objects.get().state == "queued"


def test_strangers_are_asked_who_they_are(client, experiment):
    assert client.get(f"/api/v1/sessions/{experiment.session}/queue").status_code == 401
