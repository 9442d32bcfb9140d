import pytest

from farlight.bus.public import all_entries
from farlight.kernel.errors import Invalid, NotAllowed, NotFound
from farlight.people.models import Person
from farlight.people.public import is_active, lock_person, unlock_person
from farlight.people.tests.factories import make_person

pytestmark = pytest.mark.django_db
NOBODYS_BUSINESS = ["", "stores", "safety", "data_manager", "operator", "beamline_scientist", "local_contact"]


@pytest.fixture
def ada():
    return make_person("ada")


@pytest.fixture
def office():
    return make_person("office", "user_office")


def told():
    return [(e.kind, e.by, e.body) for e in all_entries("") if e.kind in {"person-locked", "person-unlocked"}]


def row(person):
    found = Person.objects.get(pk=person.pk)
    return found.is_active, found.lock_reason, found.locked_by, found.locked_at is not None


def test_an_account_is_locked_with_reason_and_opened_again_each_once(ada, office):
    for reason in (" left the group ", "for another reason"):
        lock_person(person=ada, reason=reason, by=office)
    assert row(ada) == (False, "left the group", "office", True)
    for _ in range(2):
        unlock_person(person=ada, by=office)
    assert row(ada) == (True, "", "", False)
    assert told() == [
        ("person-locked", "office", {"person": "ada", "reason": "left the group"}),
        ("person-unlocked", "office", {"person": "ada"}),
    ]


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_a_reason_is_asked_for(ada, office, reason):
    with pytest.raises(Invalid) as refusal:
        lock_person(person=ada, reason=reason, by=office)
    assert [o.field for o in refusal.value.objections] == ["reason"]
    assert row(ada) == (True, "", "", False)


@pytest.mark.parametrize("role", NOBODYS_BUSINESS)
def test_whoever_does_not_look_after_accounts_finds_nothing_to_lock(ada, role):
    other = make_person("other", *([role] if role else []))
    for act in (lambda: lock_person(person=ada, reason="spite", by=other), lambda: unlock_person(person=ada, by=other)):
        with pytest.raises(NotFound):
            act()
    assert is_active(ada)
    assert told() == []


def test_a_role_at_one_beamline_is_no_role_for_the_facility(ada):
    other = make_person("other", "user_office", beamline="sim1")
    with pytest.raises(NotFound):
        lock_person(person=ada, reason="spite", by=other)


def test_a_keeper_whose_account_is_locked_locks_nobody(ada, office):
    lock_person(person=office, reason="left", by=make_person("root", "administrator"))
    with pytest.raises(NotFound):
        lock_person(person=ada, reason="revenge", by=office)


def test_nobody_locks_themselves_and_only_administrators_lock_administrators(office):
    root, second = make_person("root", "administrator"), make_person("second", "administrator")
    for person, by in ((office, office), (root, root), (root, office)):
        with pytest.raises(NotAllowed):
            lock_person(person=person, reason="x", by=by)
    lock_person(person=root, reason="left", by=second)
    assert [is_active(person) for person in (office, root, second)] == [True, False, True]


def test_the_machinery_needs_no_role(ada):
    lock_person(person=ada, reason="by the command line")
    assert row(ada)[1:3] == ("by the command line", "")
