import pytest

from farlight.beamtime.public import set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import Action, TeamRole
from farlight.kernel.errors import NotAllowed, NotFound
from farlight.people.tests.factories import make_person
from farlight.processing.access import processing_for, visible_processings
from farlight.processing.queries import file_of, finished_processings, newest_processings
from farlight.processing.tests.factories import RESULT, make_processing
from farlight.runs.tests.factories import make_ended_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_person("ada")


@pytest.fixture
def session(ada):
    return make_session(ada)


@pytest.fixture
def rivals(session, ada):
    """A session of another group with results that could leak."""
    make_ended_run(session)
    make_processing(session, ada, state="finished")
    other = make_session(code="mx9999", beamline="sim2")
    leader = other.proposal.principal_investigator
    make_ended_run(other)
    make_processing(other, leader, state="finished")
    return leader


def observer_of(session):
    otto = make_person("otto")
    set_team_member(session=session, person=otto, role=TeamRole.OBSERVER)
    return otto


@pytest.mark.parametrize(
    ("who", "to", "expected"),
    [
        ("leader", Action.SEE, None),
        ("leader", Action.PROCESS, None),
        ("leader", Action.READ_FILES, None),
        ("observer", Action.SEE, None),
        ("observer", Action.PROCESS, NotAllowed),
        ("rival", Action.SEE, NotFound),
        ("rival", Action.PROCESS, NotFound),
        ("rival", Action.READ_FILES, NotFound),
    ],
)
def test_who_may_do_what(session, ada, rivals, who, to, expected):
    person = {"leader": lambda: ada, "observer": lambda: observer_of(session), "rival": lambda: rivals}[who]()
    if expected is None:
        assert processing_for(person, session.code, 1, 1, to).number == 1
        return
    with pytest.raises(expected):
        processing_for(person, session.code, 1, 1, to)


def test_rivals_see_none_of_the_others_processings(session, ada, rivals):
    for question in (visible_processings, finished_processings):
        with pytest.raises(NotFound):
            question(rivals, session.code)
    with pytest.raises(NotFound):
        newest_processings(rivals, session.code, [1])
    assert [(one.session, one.result) for one in finished_processings(ada, session.code)] == [(session.code, RESULT)]


def test_unknown_processings_and_runs_are_not_found(session, ada, rivals):
    for run, number in ((1, 2), (2, 1)):
        with pytest.raises(NotFound):
            processing_for(ada, session.code, run, number)


def test_the_newest_processing_of_each_run(session, ada, django_assert_num_queries):
    for run in (1, 2, 3):
        make_ended_run(session, run)
    for run in (1, 1, 2):
        make_processing(session, ada, run, state="finished")
    found = newest_processings(ada, session.code, [1, 2, 3])
    assert {run: one.number for run, one in found.items()} == {1: 2, 2: 1}
    assert newest_processings(ada, session.code, []) == {}


def test_only_known_files_are_given(session, ada, rivals):
    row = processing_for(ada, session.code, 1, 1)
    assert file_of(row, "merged.mtz").read_bytes() == b"MTZ "
    for name in ("secret.txt", "../dials-1/merged.mtz", ".lock", "", "scaled.mtz"):
        with pytest.raises(NotFound):
            file_of(row, name)
