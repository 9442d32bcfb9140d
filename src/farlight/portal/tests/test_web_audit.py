"""The record of acts: for the security officer, and for nobody else."""

import json

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from farlight.audit.public import record, records, seal, verify_chain
from farlight.audit.types import AuditKind
from farlight.beamtime.public import remove_team_member, session_row, set_team_member
from farlight.beamtime.types import TeamRole
from farlight.kernel.time import utc_now
from farlight.people.public import give_shared_password
from farlight.people.tests.factories import make_person

LOGIN = "allauth.account.auth_backends.AuthenticationBackend"
STRANGERS = ["", "stores", "safety", "user_office", "operator", "local_contact", "beamline_scientist"]


@pytest.fixture
def officer(client, world):
    client.force_login(make_person("sec", "security_officer"), backend=LOGIN)
    return client


def soup(answer):
    return BeautifulSoup(answer.content, "html.parser")


def acts(answer):
    return [row.td.get_text(" ", strip=True) for row in soup(answer).select("tbody tr")]


def done(**narrowed):
    return [(r.kind.value, r.by, r.about, r.session_code, dict(r.details)) for r in records(**narrowed).items]


def test_it_is_listed_narrowed_and_paged(officer):
    for number in range(60):
        record(kind=AuditKind.TOKEN_ISSUED, by="ada", details={"label": f"<b>{number}"}, now=utc_now())
    first = officer.get("/audit/?about=accounts&q=ada")
    assert acts(first)[0] == "Token issued label: <b>59"
    older = soup(first).select_one(".fl-pager a")["href"]
    assert [len(acts(first)), acts(officer.get(f"/audit/{older}"))[-1]] == [50, "Account made"]
    assert "Nothing fits" in soup(officer.get("/audit/?q=nobody+at+all")).text
    assert "Nothing fits" in soup(officer.get("/audit/?to=2001-02-03&from=2001-02-31")).text
    assert len(acts(officer.get("/audit/?about=nonsense&from=2001-01-01"))) == 50


def test_only_the_rows_are_given_to_htmx(officer):
    part = soup(officer.get("/audit/?q=sec", headers={"HX-Request": "true"}))
    assert (part.html, part.select_one("#rows") is not None) == (None, True)


def test_the_export_holds_itself_and_fits_the_chain(officer):
    answer = officer.get("/audit/records.jsonl")
    lines = [json.loads(line) for line in b"".join(answer).splitlines()]
    assert (lines[-1]["kind"], lines[-1]["by"]) == ("records_exported", "sec")
    assert (lines[-1]["hash"], verify_chain().holds) == (verify_chain().hash, True)


@pytest.mark.parametrize("role", STRANGERS)
def test_for_everybody_else_there_is_no_such_page(client, world, role):
    client.force_login(make_person("other", *([role] if role else [])), backend=LOGIN)
    assert [client.get(path).status_code for path in ("/audit/", "/audit/records.jsonl")] == [404, 404]
    assert "/audit/" not in client.get("/").content.decode()


def test_the_officer_sees_no_session(officer, world):
    assert ("/audit/" in officer.get("/").content.decode(), officer.get(f"/sessions/{world.mine}/").status_code) == (
        True,
        404,
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_any_number(officer, rows):
    for _ in range(rows):
        record(kind=AuditKind.SIGNED_IN, by="ada", now=utc_now())
    with CaptureQueriesContext(connection) as queries:
        officer.get("/audit/")
    assert len(queries) <= 6


def test_signing_on_in_vain_and_off_are_recorded(client, world):
    give_shared_password(people=[world.ada], password="a long password")
    for login, password in (("ada", "wrong"), ("my-secret-password", "x"), ("ADA@example.org", "a long password")):
        client.post("/accounts/login/", {"login": login, "password": password}, REMOTE_ADDR="192.0.2.9")
    client.post("/accounts/logout/")
    found = [(r.kind.value, r.by, r.about, r.address) for r in records(limit=4).items]
    assert found == [
        ("signed_out", "ada", "", "127.0.0.1"),
        ("signed_in", "ada", "", "192.0.2.9"),
        ("sign_in_failed", "", "", "192.0.2.9"),
        ("sign_in_failed", "", "ada", "192.0.2.9"),
    ]


def test_refusals_of_protected_things_are_recorded(ada, world):
    ada.get(f"/sessions/{world.theirs}/")
    ada.get(f"/api/v1/sessions/{world.theirs}")
    ada.get(f"/sessions/{world.mine}/")
    Client().get(f"/sessions/{world.mine}/")
    ada.get("/sessions/x%00y/")
    what = {"what": f"GET /sessions/{world.theirs}/"}
    assert done(words="ada", session_code=world.theirs) == [("access_refused", "ada", "", world.theirs, what)]


def test_the_team_and_the_session_are_recorded(world):
    session = session_row(world.mine)
    set_team_member(session=session, person=world.rival, role=TeamRole.MEMBER, by=world.ada)
    remove_team_member(session=session, person=world.rival, by=world.ada)
    seal()
    assert done(session_code=world.mine)[:2] == [
        ("team_changed", "ada", "rolf", world.mine, {"role": ""}),
        ("team_changed", "ada", "rolf", world.mine, {"role": "member"}),
    ]
