from datetime import timedelta

import pytest

from farlight.beamtime.public import remove_team_member, set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import TeamRole
from farlight.kernel.time import utc_now
from farlight.people.public import credential_in, issue_token, lock_person, revoke_token, visible_tokens
from farlight.people.tests.factories import claim_roles, make_person
from farlight.transfer import access
from farlight.transfer.access import session_files
from farlight.transfer.tests.conftest import BACKEND

MASTER = "/runs/1/files/raw/run-001/lyso_master.h5"
FILE_OPERATIONS = [
    "/files",
    "/files/raw/run-001/lyso_master.h5",
    "/archive.tar?folder=raw",
    "/runs/1/files",
    MASTER,
    "/runs/1/archive.tar",
    "/runs/1/archive.zip",
    "/runs/1/checksums.sha256",
    "/files.meta4",
    "/selections/aaaaaaaaaaaaaaaa/archive.zip",
]


@pytest.mark.parametrize("path", FILE_OPERATIONS)
@pytest.mark.parametrize("method", ["get", "head", "post", "delete"])
def test_rivals_cannot_tell_a_file_from_none(client, session, write, path, method):
    rival = make_person("rival")
    make_session(rival, "mx9999", beamline="sim2")
    client.force_login(rival, backend=BACKEND)
    real, none = (getattr(client, method)(f"/api/v1/sessions/{code}{path}") for code in (session.code, "mx7777-1"))
    assert (real.status_code, none.status_code) in {(404, 404), (405, 405)}
    assert real.content.replace(session.code.encode(), b"mx7777-1") == none.content


@pytest.mark.parametrize("path", FILE_OPERATIONS)
def test_strangers_are_asked_who_they_are(client, session, write, path):
    assert client.get(f"/api/v1/sessions/{session.code}{path}").status_code == 401


def test_who_sees_a_session_but_not_its_files_is_told_why(client, session):
    safety = make_person("safety", "safety")
    client.force_login(safety, backend=BACKEND)
    response = client.get(f"/api/v1/sessions/{session.code}/files")
    assert response.status_code == 403
    assert "open its files" in response.json()["reasons"][0]["message"]


def test_an_observer_reads_files(client, session):
    observer = make_person("observer")
    set_team_member(session=session, person=observer, role=TeamRole.OBSERVER)
    client.force_login(observer, backend=BACKEND)
    assert client.get(f"/api/v1/sessions/{session.code}/files").status_code == 200


def test_a_permission_ends_with_the_account_or_the_part_in_the_session(session):
    observer, locked = make_person("observer"), make_person("locked")
    for person in (observer, locked):
        set_team_member(session=session, person=person, role=TeamRole.OBSERVER)
    of_observer, of_locked = (session_files(person, session.code).permission for person in (observer, locked))
    assert of_observer.still_holds()
    set_team_member(session=session, person=observer, role=TeamRole.MEMBER)
    assert of_observer.still_holds()
    remove_team_member(session=session, person=observer)
    lock_person(person=locked, reason="left")
    assert (of_observer.still_holds(), of_locked.still_holds()) == (False, False)


def test_a_permission_ends_with_the_token_that_asked(session):
    leader = session.proposal.principal_investigator
    key = issue_token(person=leader, label="download", now=utc_now(), valid_for=timedelta(hours=1))
    credential = credential_in({"Authorization": f"Bearer {key}"}, login=None)
    permission = session_files(leader, session.code, credential).permission
    assert permission.still_holds()
    (token,) = visible_tokens(leader)
    revoke_token(token=token, now=utc_now())
    assert not permission.still_holds()


def test_a_permission_ends_at_the_moment_when_the_role_lapses_though_nobody_told_it(session, monkeypatch):
    claims, now = make_person("claims"), utc_now()
    claim_roles(claims, "data_manager@sim1", lapses_at=now + timedelta(hours=1))
    permission = session_files(claims, session.code).permission
    held = []
    for minutes in (0, 59, 60, 61):
        monkeypatch.setattr(access, "utc_now", lambda at=now + timedelta(minutes=minutes): at)
        held.append(permission.still_holds())
    assert held == [True, True, False, False]


def test_a_permission_outlives_a_role_that_lapses_where_another_gives_the_same(session, monkeypatch):
    both, now = make_person("both", "data_manager"), utc_now()
    claim_roles(both, "beamline_scientist@sim1", lapses_at=now + timedelta(hours=1))
    permission = session_files(both, session.code).permission
    monkeypatch.setattr(access, "utc_now", lambda: now + timedelta(hours=2))
    assert permission.still_holds()


def test_as_long_as_nothing_changes_a_permission_asks_two_questions(session, django_assert_num_queries):
    permission = session_files(session.proposal.principal_investigator, session.code).permission
    with django_assert_num_queries(2):
        assert permission.still_holds()
