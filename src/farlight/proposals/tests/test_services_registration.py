import pytest

from farlight.bus.public import all_entries
from farlight.kernel.errors import Conflict, Invalid, NotFound
from farlight.people.tests.factories import make_person
from farlight.proposals.public import next_session_number, proposal, proposal_ids_of, register_proposal, set_members
from farlight.proposals.tests.factories import make_proposal

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_person("ada")


def told(kind):
    return [entry.body for entry in all_entries("") if entry.kind == kind]


def test_a_proposal_and_its_group(ada):
    ben = make_person("ben")
    row = make_proposal(ada, members=[ben])
    found = proposal("mx2341")
    assert (found.code, found.principal_investigator, found.member_ids, str(row)) == (
        "mx2341",
        "ada",
        {ada.pk, ben.pk},
        "mx2341",
    )
    assert told("members-changed") == [{"proposal": "mx2341", "members": ["ben"]}]
    assert [proposal_ids_of(person) for person in (ada, ben, make_person("cy"))] == [{row.pk}, {row.pk}, set()]


@pytest.mark.parametrize("code", ["", "2341", "MX2341", "mx", "mx-1", "mx2341-1", "mx2341\n", "a1", "toolong1"])
def test_what_is_no_code_is_refused(ada, code):
    with pytest.raises(Invalid, match="is not a proposal code"):
        register_proposal(code=code, title="x", principal_investigator=ada)


def test_a_code_is_given_once(ada):
    make_proposal(ada)
    with pytest.raises(Conflict, match="There is a proposal mx2341 already"):
        make_proposal(ada)


def test_an_unknown_proposal_is_not_found():
    with pytest.raises(NotFound):
        proposal("mx1")


def test_a_group_changes_and_is_told_once(ada):
    row, ben = make_proposal(ada), make_person("ben")
    for members in ([ben], [ben], []):
        set_members(proposal=row, members=members)
    assert [body["members"] for body in told("members-changed")] == [[], ["ben"], []]


def test_session_numbers_count_up(ada):
    row = make_proposal(ada)
    assert [next_session_number(row.pk) for _ in range(3)] == [1, 2, 3]
