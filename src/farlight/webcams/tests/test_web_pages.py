import pytest
from bs4 import BeautifulSoup

from farlight.beamlines.public import define_beamline
from farlight.beamlines.tests.factories import a_definition
from farlight.beamtime.tests.factories import make_session
from farlight.kernel.time import utc_now
from farlight.webcams.public import switch_cameras
from farlight.webcams.tests.conftest import BACKEND, camera_at
from farlight.webcams.types import SwitchState

pytestmark = pytest.mark.django_db
URL = "/sessions/mx2341-1/cameras/"


def soup(client, person, url=URL, **headers):
    client.force_login(person, backend=BACKEND)
    return BeautifulSoup(client.get(url, headers=headers).content, "html.parser")


def test_a_user_sees_the_cameras_and_no_switch(client, session, ada):
    page = soup(client, ada)
    assert [v["data-open"] for v in page.find_all("camera-view")] == ["/api/v1/sessions/mx2341-1/cameras/hutch/views"]
    assert page.find("form", action=f"{URL}switch/") is None


def test_staff_switch_with_a_reason(client, session, scientist):
    client.force_login(scientist, backend=BACKEND)
    assert client.post(f"{URL}switch/", {"state": "off", "reason": ""}).status_code == 422
    assert client.post(f"{URL}switch/", {"state": "off", "reason": "A visit"}).status_code == 302
    page = soup(client, scientist)
    assert "Lena Tester switched the cameras off: A visit" in page.get_text()
    assert page.find_all("camera-view") == []


def test_the_parts_are_parts(client, session, ada):
    strip = soup(client, ada, **{"HX-Request": "true", "HX-Target": "camera-strip"})
    words = soup(client, ada, **{"HX-Request": "true", "HX-Target": "camera-words"})
    assert (strip.title, len(strip.find_all("camera-view")), words.find(id="camera-words") is not None) == (
        None,
        1,
        True,
    )


def test_before_and_after_its_time_a_session_sees_nothing(client, session, ada, camera):
    make_session(ada, "mx5555", beamline="sim1", starts_in=session.end - session.start, state="ready")
    define_beamline(definition=a_definition(cameras=(camera_at(camera),)))
    page = soup(client, ada, "/sessions/mx5555-1/cameras/")
    assert page.find_all("camera-view") == []
    assert "Cameras and desktops are open from 20 minutes before the session" in page.get_text()


def test_a_rival_finds_nothing(client, session, rival):
    client.force_login(rival, backend=BACKEND)
    assert [client.get(URL).status_code, client.post(f"{URL}switch/", {"state": "off"}).status_code] == [404, 404]


def test_rest_says_the_same(client, session, ada, scientist, rival):
    client.force_login(ada, backend=BACKEND)
    address = "/api/v1/sessions/mx2341-1/cameras"
    assert client.get(address).json() == {
        "cameras": [{"code": "hutch", "name": "Hutch", "watching": []}],
        "is_on": True,
        "reason": "",
        "may_watch": True,
    }
    assert client.post(f"{address}/hutch/views", {}, content_type="application/json").status_code == 201
    switch_cameras(session=session.code, to=SwitchState.OFF, reason="A visit", by=scientist, now=utc_now())
    assert client.post(f"{address}/hutch/views", {}, content_type="application/json").status_code == 409
    answer = client.post(f"{address}/switch", {"state": "on"}, content_type="application/json")
    assert answer.status_code == 403
    client.force_login(rival, backend=BACKEND)
    assert client.get(address).status_code == 404
