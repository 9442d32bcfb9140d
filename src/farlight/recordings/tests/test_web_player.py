"""The page that plays a recording: for whom, and what it says of one that proves nothing."""

import pytest

from farlight.audit.public import records
from farlight.beamtime.tests.factories import make_session
from farlight.people.public import define_security, person_named
from farlight.people.tests.factories import make_person
from farlight.people.types import SecurityPolicy, StepUpAction
from farlight.recordings.adapters.files import path_of
from farlight.recordings.models import Recording
from farlight.recordings.tests.factories import CAST, make_recording

LOGIN = "allauth.account.auth_backends.AuthenticationBackend"
PROVES_NOTHING, GOES_ON, BROKE_OFF = "This proves nothing", "The shell goes on", "The recording broke off"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.FARLIGHT_RECORDINGS_DIR = tmp_path


@pytest.fixture
def session(db):
    return make_session()


@pytest.fixture
def officer(client, session):
    client.force_login(make_person("sec", "security_officer"), backend=LOGIN)
    return client


def said(browser, code):
    page = browser.get(f"/recordings/{code}/play/").content.decode()
    words = [words for words in (PROVES_NOTHING, GOES_ON, BROKE_OFF) if words in page]
    return words, "<shell-player" in page


def test_it_is_played_from_where_it_is_downloaded_and_opening_the_page_is_not_reading_it(officer, session):
    code = make_recording(session)
    page = officer.get(f"/recordings/{code}/play/").content.decode()
    assert (f'data-src="/recordings/{code}/"' in page, "secret-of" in page) == (True, False)
    assert said(officer, code) == ([], True)
    assert [r.kind.value for r in records(words=code).items] == ["recording_made"]
    assert f"/recordings/{code}/play/" in officer.get("/recordings/").content.decode()


def test_it_says_what_is_not_right(officer, session):
    code, cut, gone, broken = (make_recording(session) for _ in range(4))
    path_of(session.code, code).write_bytes(CAST[0] + CAST[1].replace(b"secret", b"public"))
    path_of(session.code, cut).write_bytes(CAST[0])
    path_of(session.code, gone).unlink()
    Recording.objects.filter(code=broken).update(broke_off=True)
    open_one = make_recording(session, ended=False)
    Recording.objects.filter(code=open_one).update(lines=len(CAST))
    assert [said(officer, one) for one in (code, cut, gone, broken)] == [
        ([PROVES_NOTHING], True),
        ([PROVES_NOTHING], True),
        ([PROVES_NOTHING], False),
        ([BROKE_OFF], True),
    ]
    Recording.objects.filter(code=open_one).update(lines=0)
    assert said(officer, open_one) == ([GOES_ON], True)


def test_nobody_of_the_team_plays_it_and_a_factor_is_asked_for_first(officer, client, session):
    code = make_recording(session)
    define_security(policy=SecurityPolicy(step_up=frozenset({StepUpAction.OTHERS_DATA})))
    answers = [officer.get(f"/recordings/{code}/{rest}") for rest in ("play/", "")]
    assert [(one.status_code, "secret-of" in one.content.decode()) for one in answers] == [(403, False)] * 2
    client.force_login(person_named("leader-mx2341"), backend=LOGIN)
    assert [client.get(f"/recordings/{one}/play/").status_code for one in (code, "r-222222")] == [404, 404]
