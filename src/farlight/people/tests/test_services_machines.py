"""The programs of a beamline: who gives them keys, what they are called, and what is written down of them."""

from datetime import timedelta

import pytest

from farlight.audit.public import records
from farlight.bus.public import all_entries
from farlight.kernel.errors import Invalid, NotFound
from farlight.kernel.time import utc_now
from farlight.people.models import ApiToken, Person
from farlight.people.public import (
    announce_ends,
    issue_machine_token,
    person_with_key,
    revoke_machine_token,
    roles_of,
)
from farlight.people.services.machines import note_act
from farlight.people.tests.factories import make_person
from farlight.people.types import Role, RoleGrantSummary, TokenScope

pytestmark = pytest.mark.django_db
NOW = utc_now()


def issue(name="Puck loader", beamline="sim1", days=30, by=None, scopes=(TokenScope.READ,)):
    return issue_machine_token(
        beamline=beamline, name=name, scopes=scopes, now=NOW, valid_for=timedelta(days=days), by=by
    )


@pytest.fixture
def scientist():
    return make_person("scientist", "beamline_scientist", beamline="sim1")


def test_a_program_has_one_account_without_a_password_for_all_its_keys(scientist):
    first, second = issue(by=scientist), issue("puck  LOADER", by=scientist)
    machine = Person.objects.get(username="machine.sim1.puck-loader")
    assert [person_with_key(key, now=NOW) for key in (first, second)] == [machine, machine]
    assert (machine.machine_of, machine.email, machine.has_usable_password()) == (
        "sim1",
        "machine.sim1.puck-loader@machines.invalid",
        False,
    )
    assert roles_of(machine) == (RoleGrantSummary(role=Role.MACHINE, beamline="sim1"),)
    assert [token.made_by for token in machine.tokens.all()] == ["scientist"] * 2


@pytest.mark.parametrize("name", ["", "  ", "x" * 41, "1st", "a/b", "a\nb", "über"])
def test_a_name_that_cannot_be_used_makes_nothing(scientist, name):
    with pytest.raises(Invalid) as refusal:
        issue(name, by=scientist)
    assert [objection.field for objection in refusal.value.objections] == ["label"]
    assert (Person.objects.count(), ApiToken.objects.count()) == (1, 0)


def test_a_program_gets_no_more_than_programs_may(scientist):
    with pytest.raises(Invalid, match="does not get collect, control"):
        issue(by=scientist, scopes=[TokenScope.CONTROL, TokenScope.READ, TokenScope.COLLECT])
    assert ApiToken.objects.count() == 0


def test_nobody_else_gives_or_takes_keys(scientist):
    issue(by=scientist)
    code = ApiToken.objects.get().code
    for person in (make_person("ada"), make_person("there", "beamline_scientist", beamline="sim2")):
        with pytest.raises(NotFound):
            issue("another", by=person)
        with pytest.raises(NotFound):
            revoke_machine_token(beamline="sim1", code=code, by=person, now=NOW)
    assert (Person.objects.filter(machine_of="sim1").count(), ApiToken.objects.get().revoked_at) == (1, None)
    assert revoke_machine_token(beamline="sim1", code=code, by=scientist, now=NOW) == "Puck loader"
    assert ApiToken.objects.get().revoked_at == NOW


def test_whoever_made_a_key_is_told_of_its_end_once(scientist):
    issue(by=scientist, days=5)
    assert [announce_ends(now=NOW) for _ in range(2)] == [1, 0]
    ends = [entry.body for entry in all_entries("") if entry.kind == "token-ending"]
    assert ends == [{"person": "scientist", "code": ApiToken.objects.get().code}]


def test_what_a_program_does_is_written_down(scientist):
    issue(by=scientist)
    token = ApiToken.objects.select_related("person").get()
    note_act(token, operation="write_note", path="/api/v1/" + "x" * 300, now=NOW)
    (act,) = [r for r in records().items if r.kind.value == "machine_acted"]
    assert (act.by, act.about, act.details) == (
        "machine.sim1.puck-loader",
        "sim1",
        {"operation": "write_note", "path": ("/api/v1/" + "x" * 300)[:200], "key": token.code},
    )
