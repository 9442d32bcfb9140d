import pytest

from farlight.bus.public import all_entries
from farlight.kernel.errors import Conflict
from farlight.people.models import Institute, Person
from farlight.people.public import (
    correct_person,
    give_shared_password,
    is_active,
    lock_person,
    person_named,
    register_institute,
    register_person,
    roles_of,
    set_roles,
    summary_of,
    unlock_person,
)
from farlight.people.tests.factories import make_person
from farlight.people.types import Role, RoleGrantSummary

pytestmark = pytest.mark.django_db


def told():
    return [(entry.kind, entry.by, entry.body) for entry in all_entries("")]


def test_a_person_is_registered_without_a_password_and_told():
    ada = make_person("ada")
    assert (ada.has_usable_password(), ada.is_staff, str(ada)) == (False, False, "Ada Tester")
    assert told() == [("person-registered", "", {"person": "ada"})]


@pytest.mark.parametrize(
    ("username", "email", "message"),
    [
        ("ADA", "other@example.org", "login name ADA is taken"),
        ("other", "Ada@Example.org", "belongs to another account"),
    ],
)
def test_names_and_addresses_are_given_once_whatever_their_capitals(username, email, message):
    make_person("ada")
    with pytest.raises(Conflict, match=message):
        register_person(username=username, email=email, given_name="A", family_name="B")
    assert Person.objects.count() == 1


def test_people_are_found_by_their_login_name_whatever_its_capitals():
    ada = make_person("ada")
    assert (person_named("ADA"), person_named("nobody")) == (ada, None)
    assert Person.objects.get_by_natural_key("Ada") == ada


def test_an_account_is_locked_and_opened_again():
    ada, office = make_person("ada"), make_person("office", "user_office")
    lock_person(person=ada, reason="left", by=office)
    assert not is_active(ada)
    unlock_person(person=ada, by=office)
    assert is_active(ada)
    assert told()[-2:] == [
        ("person-locked", "office", {"person": "ada", "reason": "left"}),
        ("person-unlocked", "office", {"person": "ada"}),
    ]


def grants(*pairs):
    return tuple(RoleGrantSummary(role=role, beamline=beamline) for role, beamline in pairs)


def test_roles_become_exactly_those_that_are_given():
    ada = make_person("ada")
    first = grants((Role.OPERATOR, ""), (Role.SAFETY, ""))
    second = grants((Role.BEAMLINE_SCIENTIST, "i03"), (Role.SAFETY, ""))
    for wanted in (first, first, second):
        set_roles(person=ada, roles=wanted)
    assert roles_of(ada) == second
    assert [str(grant) for grant in ada.role_grants.order_by("role")] == ["beamline_scientist@i03", "safety"]
    assert [body["roles"] for kind, _, body in told() if kind == "roles-changed"] == [
        ["operator", "safety"],
        ["beamline_scientist@i03", "safety"],
    ]
    assert Role.BEAMLINE_SCIENTIST.label == "beamline scientist"


def test_an_institute_is_entered_once():
    for ror in ("02550n020", "02550n020", "000000000"):
        row = register_institute(name="ESRF", country="FR", ror_id=ror)
    assert (Institute.objects.count(), row.ror_id, str(row)) == (1, "000000000", "ESRF")
    assert len(told()) == 2


def test_what_is_known_of_a_person_is_corrected_once():
    ada, esrf = make_person("ada"), register_institute(name="ESRF", country="FR")
    details = {
        "email": "ada@example.org",
        "given_name": "Ada",
        "family_name": "Okafor",
        "institute": esrf,
        "orcid": "0000-0002-1825-0097",
    }
    for _ in range(2):
        correct_person(person=ada, **details)
    assert [body["fields"] for kind, _, body in told() if kind == "person-corrected"] == [
        ["family_name", "institute_id", "orcid"]
    ]
    found = summary_of(Person.objects.get())
    assert (found.full_name, found.institute, found.country) == ("Ada Okafor", "ESRF", "FR")


def test_somebody_without_institute_or_names():
    nameless = register_person(username="x1", email="x1@example.org", given_name="", family_name="")
    assert (nameless.get_full_name(), summary_of(nameless).institute) == ("x1", "")


def test_a_demo_shares_a_password():
    people = [make_person("ada"), make_person("ben")]
    give_shared_password(people=people[:1], password="let me in, please")
    assert [Person.objects.get(pk=p.pk).check_password("let me in, please") for p in people] == [True, False]
