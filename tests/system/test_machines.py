"""The program of a beamline does what a beamline's machine does, in the sessions there; others do not exist for it."""

from datetime import timedelta

import pytest
from django.test import Client

from farlight.audit.public import records
from farlight.audit.types import AuditKind
from farlight.beamtime.public import session_row, set_team_member
from farlight.beamtime.types import TeamRole
from farlight.config.scopes import MACHINES, NEEDS
from farlight.kernel.time import utc_now
from farlight.people.domain.tokens import MACHINE_SCOPES
from farlight.people.models import Person
from farlight.people.public import issue_machine_token, set_roles
from farlight.people.types import Role, RoleGrantSummary, TokenScope
from tests.system import rivals
from tests.system.bodies import body_for
from tests.system.rivals import METHODS, PHANTOM, SECRETS

pytestmark = pytest.mark.timeout(600)
ENDLESS = {"session_events"}


@pytest.fixture
def groups(db):
    return rivals.make_two_groups()


def program_of(beamline, name="robot", scopes=MACHINE_SCOPES):
    key = issue_machine_token(beamline=beamline, name=name, scopes=scopes, now=utc_now(), valid_for=timedelta(days=1))
    return Client(headers={"Authorization": f"Bearer {key}"})


def answer(client, groups, operation, method, session, **arguments):
    response = getattr(client, method)(operation.filled(session, groups.examples), **arguments)
    return rivals.what_is_said(response, session, groups.examples)


def calls():
    for operation in rivals.operations():
        for method in METHODS:
            yield operation, method, body_for(operation.pattern, method)


def test_sessions_of_another_beamline_look_as_if_they_did_not_exist(groups):
    client, differing, telling = program_of("sim2"), [], []
    for operation, method, arguments in calls():
        said = answer(client, groups, operation, method, groups.session, **arguments)
        nothing = answer(client, groups, operation, method, PHANTOM, **arguments)
        own_words = said[2].replace(operation.filled(PHANTOM, groups.examples), "")
        call = f"{method} {operation.pattern}"
        differing += [call] if said != nothing and operation.name != "line_down" else []
        telling += [f"{call} tells the {what}" for what, secret in SECRETS.items() if secret in own_words]
    assert (differing, telling) == ([], [])
    assert [one["code"] for one in client.get("/api/v1/sessions").json()["items"]] == ["mx9999-1"]


def test_not_even_a_part_in_a_team_or_a_role_elsewhere_opens_them(groups):
    client = program_of("sim2")
    machine = Person.objects.get(machine_of="sim2")
    set_team_member(session=session_row(groups.session), person=machine, role=TeamRole.MEMBER)
    grants = (RoleGrantSummary(role=Role.MACHINE, beamline="sim2"), RoleGrantSummary(role=Role.OPERATOR, beamline=""))
    set_roles(person=machine, roles=grants)
    assert client.get(f"/api/v1/sessions/{groups.session}").status_code == 404
    assert [one["code"] for one in client.get("/api/v1/sessions").json()["items"]] == ["mx9999-1"]


def test_at_its_own_beamline_it_does_what_a_machine_does_and_nothing_else(groups):
    client, refused = program_of("sim1"), set()
    for operation in rivals.operations():
        methods = rivals.interface()["paths"][operation.pattern]
        method = next(method for method, one in methods.items() if one["operationId"] == operation.name)
        if operation.name in ENDLESS:
            continue
        arguments = body_for(operation.pattern, method)
        status = answer(client, groups, operation, method, groups.session, **arguments)[0]
        refused |= {operation.name} if status == 403 else set()
    assert refused == set(NEEDS) - MACHINES
    assert [one["code"] for one in client.get("/api/v1/sessions").json()["items"]] == [groups.session]


def test_what_it_changes_is_recorded_under_its_name(groups):
    client, path = program_of("sim1", "Puck Loader"), f"/api/v1/sessions/{groups.session}/notes"
    assert client.get(path).status_code == 200
    answer = client.post(path, {"text": "The robot was warmed up."}, content_type="application/json")
    assert (answer.status_code, answer.json()["author"]) == (201, "machine.sim1.puck-loader")
    acts = [(r.by, r.about, r.details["operation"], r.details["path"]) for r in records().items if r.kind is ACTED]
    assert acts == [("machine.sim1.puck-loader", "sim1", "write_note", path)]


def test_its_key_opens_no_more_than_was_chosen(groups):
    client = program_of("sim1", scopes={TokenScope.READ})
    path = f"/api/v1/sessions/{groups.session}/notes"
    answer = client.post(path, {"text": "x"}, content_type="application/json")
    reasons = [(reason["message"], reason["who"]) for reason in answer.json()["reasons"]]
    lacks = ("The token lacks the scope “notes”: write and change notes.", "the beamline's scientists")
    assert (answer.status_code, reasons) == (403, [lacks])


ACTED = AuditKind.MACHINE_ACTED
