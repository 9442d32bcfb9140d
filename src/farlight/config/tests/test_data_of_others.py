"""Data of others: wherever files, images, archives or recordings are read, a fresh second factor is asked of staff."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from farlight.beamtime.public import may, refuse_data_of_others, session_folder
from farlight.beamtime.services.team import assign_local_contact, set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import Action, TeamRole
from farlight.kernel.errors import NotAllowed
from farlight.kernel.time import utc_now
from farlight.leases.queries import lease_of
from farlight.leases.types import ChannelKind
from farlight.people.public import (
    actor_with,
    arrived,
    define_security,
    issue_machine_token,
    issue_token,
    person_named,
)
from farlight.people.services.proofs import note_proof
from farlight.people.tests.factories import make_person, show_codes
from farlight.people.types import Credential, SecurityPolicy, StepUpAction, TokenScope
from farlight.recordings.tests.factories import make_recording
from farlight.transfer.access import Permission
from farlight.transfer.domain.selections import code_of
from farlight.transfer.services.selecting import choose_files
from farlight.transfer.tests.factories import make_run, write_file

LOGIN = "allauth.account.auth_backends.AuthenticationBackend"
NAME = "raw/run-001/lyso_master.h5"
STAFF = {
    "dana": ("data_manager", ""),
    "adam": ("administrator", ""),
    "bea": ("beamline_scientist", "sim1"),
    "lou": ("local_contact", "sim1"),
}
ASKED = "Data of others needs a second factor that was given within 15 minutes."


@pytest.fixture
def session(db):
    define_security(policy=SecurityPolicy(step_up=frozenset({StepUpAction.OTHERS_DATA})))
    session = make_session()
    make_run(session)
    write_file(session_folder(session.code), NAME, b"data of mx2341")
    return session


def coming(person, *, factor_ago=None):
    """A browser in which somebody is signed in, and gave a code so long ago."""
    client = Client()
    client.force_login(person, backend=LOGIN)
    if factor_ago is not None:
        kept, now = client.session, utc_now()
        note_proof(kept, person=person, kind="one_time_codes", now=now, given_at=now - factor_ago)
        kept.save()
    return client


def staff(login="dana"):
    role, beamline = STAFF[login]
    person = make_person(login, role, beamline=beamline)
    show_codes(person)
    return person


def entrances(session):
    """Every way to bytes and names of files, by page and by program."""
    choose_files(session=session.code, run=None, names=[NAME], by=person_named("leader-mx2341"), now=utc_now())
    selection = code_of(session.code, None, (NAME,))
    here, there = f"/sessions/{session.code}", f"/api/v1/sessions/{session.code}"
    places = (there, f"{there}/runs/1", f"{there}/selections/{selection}")
    return [
        *(f"{here}/{page}" for page in ("files/", "files/raw/", f"view/{NAME}", "take/", "transfers/")),
        *(f"{here}/runs/1/{page}" for page in ("files/", "images/1/")),
        *(f"{place}/{file}" for place in places for file in ("archive.zip", "checksums.sha256", "files.meta4")),
        *(f"{there}/{path}" for path in ("files", f"files/{NAME}", "runs/1/files", f"runs/1/files/{NAME}")),
        *(f"{there}/{path}" for path in ("runs/1/viewer", "runs/1/images/1.png")),
        *(f"{there}/hdf5/{what}?file={NAME}" for what in ("meta", "attr", "data", "stats", "paths")),
    ]


def test_every_entrance_asks_staff_again(session):
    ways = entrances(session)
    for login in STAFF:
        browser = coming(staff(login))
        told = {way: browser.get(way) for way in ways}
        assert [way for way, answer in told.items() if answer.status_code != 403] == []
        assert [way for way, answer in told.items() if ASKED not in answer.content.decode()] == []
        assert [way for way, answer in told.items() if b"data of mx2341" in answer.content] == []


def test_who_gave_it_just_now_comes_in_and_so_does_everybody_where_nothing_is_asked(session):
    dana = staff()
    folder, file = f"/sessions/{session.code}/files/", f"/api/v1/sessions/{session.code}/files/{NAME}"
    minutes = {ago: coming(dana, factor_ago=timedelta(minutes=ago)) for ago in (14, 16)}
    assert [minutes[14].get(way).status_code for way in (folder, file)] == [200, 200]
    assert [minutes[16].get(way).status_code for way in (folder, file)] == [403, 403]
    define_security(policy=SecurityPolicy())
    assert [minutes[16].get(way).status_code for way in (folder, file)] == [200, 200]


def test_whose_session_it_is_is_never_asked(session):
    lou, observer = staff("lou"), make_person("olga")
    assign_local_contact(session=session, person=lou)
    set_team_member(session=session, person=observer, role=TeamRole.OBSERVER)
    for person in (person_named("leader-mx2341"), observer, lou):
        assert coming(person).get(f"/sessions/{session.code}/files/").status_code == 200


def test_the_refusal_leads_to_the_factor_and_back(session):
    browser = coming(staff())
    page = browser.get(f"/sessions/{session.code}/files/raw/?x=1").content.decode()
    assert f'href="/account/confirm/?next=/sessions/{session.code}/files/raw/%3Fx%3D1"' in page
    followed = browser.get(f"/api/v1/sessions/{session.code}/files/{NAME}", headers={"Sec-Fetch-Mode": "navigate"})
    assert followed["Content-Type"].startswith("text/html")
    assert f"next=/api/v1/sessions/{session.code}/files/{NAME}" in followed.content.decode()
    by_program = browser.get(f"/api/v1/sessions/{session.code}/files/{NAME}")
    assert by_program.json()["reasons"] == [
        {"message": ASKED, "mend": "Give it; you come back here.", "who": "", "field": "", "link": "/account/confirm/"}
    ]
    take = browser.post(
        f"/sessions/{session.code}/take/", {"name": NAME}, headers={"Referer": "http://testserver/sessions/x/?y=1"}
    )
    assert "?next=/sessions/x/%3Fy%3D1" in take.content.decode()
    stray = browser.post(
        f"/sessions/{session.code}/take/", {"name": NAME}, headers={"Referer": "http://evil.example/x"}
    )
    assert 'href="/account/confirm/"' in stray.content.decode()
    (way,) = [link for link in page.split('"') if link.startswith("/account/confirm/")]
    assert parse_qs(urlsplit(way).query)["next"] == [f"/sessions/{session.code}/files/raw/?x=1"]


def test_tokens_give_none_and_machines_are_at_home(session):
    dana = staff()
    key = issue_token(person=dana, label="x", scopes=[TokenScope.FILES], now=utc_now())
    keeper = make_person("keeper", "administrator")
    machine = issue_machine_token(
        beamline="sim1",
        name="reducer",
        scopes=[TokenScope.FILES],
        valid_for=timedelta(days=1),
        by=keeper,
        now=utc_now(),
    )
    path, told = f"/api/v1/sessions/{session.code}/files/{NAME}", {}
    for whose, value in (("dana", key), ("machine", machine)):
        told[whose] = Client().get(path, headers={"Authorization": f"Bearer {value}"})
    assert (told["dana"].status_code, told["machine"].status_code) == (403, 200)
    assert "a token cannot give one" in told["dana"].content.decode()


def test_recordings_are_data_of_others_too(session):
    bea, code = staff("bea"), make_recording(session)
    asked = coming(bea)
    assert asked.get("/recordings/").status_code == 200
    assert (asked.get(f"/recordings/{code}/").status_code, ASKED in asked.get(f"/recordings/{code}/").text) == (
        403,
        True,
    )
    assert coming(bea, factor_ago=timedelta(0)).get(f"/recordings/{code}/").status_code == 200
    assign_local_contact(session=session, person=bea)
    assert asked.get(f"/recordings/{code}/").status_code == 200


def test_by_ssh_the_code_at_the_door_counts_as_long(session):
    now, dana = utc_now(), staff()

    def sftp(factor_at):
        person = arrived(actor_with(dana.pk), Credential(is_ssh=True, factor_at=factor_at))
        return lease_of(person, session.code, now).channels[ChannelKind.SFTP]

    assert [sftp(now - timedelta(minutes=ago)).allowed for ago in (0, 14, 15)] == [True, True, False]
    (why,) = sftp(None).reasons
    assert (why.message, why.mend) == (ASKED, "Connect again with a code, or with a certificate made just now.")


def test_what_is_under_way_goes_on(session):
    dana = arrived(staff(), Credential(login="a login that is over"))
    permission = Permission(dana, session.code)
    set_team_member(session=session, person=make_person("eve"), role=TeamRole.OBSERVER)
    assert permission.still_holds()
    assert not may(dana, Action.READ_FILES, session.code).allowed
    assert may(actor_with(dana.pk), Action.READ_FILES, session.code).allowed
    with pytest.raises(NotAllowed):
        refuse_data_of_others(dana, session.code, utc_now())
    refuse_data_of_others(actor_with(dana.pk), session.code, utc_now())
