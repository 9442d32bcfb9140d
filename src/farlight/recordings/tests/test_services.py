"""Recordings are made, verified, read by those who may, and forgotten."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from farlight.audit.public import records
from farlight.beamtime.tests.factories import make_session
from farlight.kernel.errors import NotFound
from farlight.kernel.time import utc_now
from farlight.people.public import person_named
from farlight.people.tests.factories import make_person
from farlight.recordings.access import recording_for
from farlight.recordings.adapters.files import path_of
from farlight.recordings.models import Recording
from farlight.recordings.public import end_recording, forget_recordings, keep_recordings, verified
from farlight.recordings.queries import recordings_for
from farlight.recordings.tests.factories import CAST, make_recording

LOGIN = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.FARLIGHT_RECORDINGS_DIR = tmp_path


@pytest.fixture
def session(db):
    return make_session()


def faults():
    return [fault.value if fault else None for _, fault in verified()]


def test_what_is_wrong_with_a_recording_is_found(session):
    codes = [make_recording(session) for _ in range(5)]
    assert faults() == [None] * 5
    paths = [path_of(session.code, code) for code in codes]
    paths[0].unlink()
    paths[1].write_bytes(CAST[0] + CAST[1].replace(b"secret", b"public"))
    paths[2].write_bytes(CAST[0])
    paths[3].write_bytes(b"".join(CAST) + CAST[1])
    Recording.objects.filter(code=codes[4]).update(hash="0" * 64)
    assert faults() == ["missing", "changed", "cut", "longer", "other"]


def test_one_whose_process_died_ends_as_far_as_it_was_sealed(session):
    now = utc_now()
    make_recording(session, ended=False, now=now)
    assert (keep_recordings(now=now), keep_recordings(now=now + timedelta(minutes=3))) == (0, 1)
    row = Recording.objects.get()
    assert end_recording(row.code, None, now=now) is False
    assert (row.broke_off, row.lines, faults()) == (True, len(CAST), [None])
    (act,) = [r for r in records(words=row.code).items if r.kind.value == "recording_made"]
    assert (act.details["broke_off"], act.details["hash"]) == (True, row.hash)


def test_half_a_line_of_a_process_that_was_killed_is_not_kept(session):
    now = utc_now()
    path = path_of(session.code, make_recording(session, ended=False, now=now))
    path.write_bytes(b"".join(CAST) + b'[0.2, "o", "hal')
    assert keep_recordings(now=now + timedelta(minutes=3)) == 1
    assert (path.read_bytes(), faults()) == (b"".join(CAST), [None])


def test_what_was_changed_before_its_process_was_found_dead_is_not_sealed(session):
    now = utc_now()
    codes = [make_recording(session, now=now) for _ in range(2)]
    Recording.objects.update(ended_at=None)
    path_of(session.code, codes[0]).write_bytes(CAST[0] + CAST[1].replace(b"secret", b"public"))
    path_of(session.code, codes[1]).unlink()
    Recording.objects.filter(code=codes[0]).update(lines=2)
    Recording.objects.all().update(sealed_at=now)
    assert keep_recordings(now=now + timedelta(minutes=3)) == 2
    assert faults()[1] == "missing"
    assert faults()[0] in {"changed", "other"}


def test_a_clock_that_was_set_back_keeps_no_dead_recording_open(session):
    now = utc_now()
    make_recording(session, ended=False, now=now)
    assert keep_recordings(now=now - timedelta(hours=1)) == 1


def test_they_are_forgotten_by_policy(session):
    now = utc_now()
    old, kept = make_recording(session, now=now - timedelta(days=91)), make_recording(session, now=now)
    assert forget_recordings(now=now, keep=timedelta(days=90)) == 1
    assert (path_of(session.code, old).exists(), path_of(session.code, kept).exists()) == (False, True)
    assert faults() == [None]


@pytest.mark.parametrize(
    ("login", "role", "may"),
    [
        ("sec", "security_officer", True),
        ("sci", "beamline_scientist@sim1", True),
        ("all", "beamline_scientist", True),
        ("far", "beamline_scientist@sim2", False),
        ("con", "local_contact@sim1", False),
        ("off", "user_office", False),
        ("eve", "", False),
        ("leader-mx2341", "", False),
    ],
)
def test_who_may_read(session, login, role, may):
    code = make_recording(session)
    word, _, beamline = role.partition("@")
    person = person_named(login) or make_person(login, *([word] if word else []), beamline=beamline)
    if may:
        assert recording_for(person, code).code == code
        assert [found.code for found in recordings_for(person).items] == [code]
    else:
        with pytest.raises(NotFound):
            recording_for(person, code)
    for unknown in ("r-unknown", "no code!"):
        with pytest.raises(NotFound):
            recording_for(person, unknown)


def test_a_locked_scientist_reads_nothing(session):
    scientist = make_person("sci", "beamline_scientist")
    scientist.is_active = False
    scientist.save()
    with pytest.raises(NotFound):
        recordings_for(scientist)


def test_the_page_lists_and_gives_and_that_is_recorded(client, session):
    code = make_recording(session)
    client.force_login(make_person("sec", "security_officer"), backend=LOGIN)
    page = client.get("/recordings/").content.decode()
    assert (code in page, "control" in page, "Recorded shells" in page) == (True, True, True)
    file = client.get(f"/recordings/{code}/")
    assert (file["Content-Disposition"], b"".join(file)) == (f'attachment; filename="{code}.cast"', b"".join(CAST))
    (act,) = [r for r in records(words=code).items if r.kind.value == "recording_read"]
    assert (act.by, act.details["of"]) == ("sec", "leader-mx2341")
    path_of(session.code, code).unlink()
    assert client.get(f"/recordings/{code}/").status_code == 404
    client.force_login(person_named("leader-mx2341"), backend=LOGIN)
    assert [client.get(path).status_code for path in ("/recordings/", f"/recordings/{code}/")] == [404, 404]


@pytest.mark.django_db
def test_the_page_says_when_there_is_none_and_turns(client, session):
    client.force_login(make_person("sec", "security_officer"), backend=LOGIN)
    assert "No shell was recorded" in client.get("/recordings/").content.decode()
    counts = []
    for more in (1, 2):
        for _ in range(more):
            make_recording(session)
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/recordings/").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
    scientist = make_person("sci", "beamline_scientist")
    first = recordings_for(scientist, limit=2)
    rest = recordings_for(scientist, limit=2, cursor=first.next_cursor)
    assert (len(first.items), len(rest.items), rest.next_cursor) == (2, 1, None)
