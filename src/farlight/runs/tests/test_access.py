"""Who sees runs: their own group, and nobody learns of another's."""

import pytest

from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import Action
from farlight.kernel.errors import NotFound
from farlight.people.tests.factories import make_person
from farlight.runs.models import Run
from farlight.runs.public import (
    run_files,
    run_for,
    run_numbered,
    run_summary,
    runs_of_session,
    sample_names_of,
    series_of,
)
from farlight.runs.services.recording import end_run
from farlight.runs.tests.factories import make_run
from farlight.runs.types import RunState

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> object:
    return make_person("ada")


@pytest.fixture
def session(ada: object) -> object:
    return make_session(ada)


def test_group_sees_its_run_and_where_its_files_lie(ada, session) -> None:
    folder = make_run(session)
    run = run_for(ada, f"{session.code}/1")
    assert (run.code, run.number, run.sample_name, run.is_collecting) == (f"{session.code}/1", 1, "lyso", True)
    found, files = run_files(ada, run.code)
    assert found == run
    assert (files.directory, files.master) == (folder, folder / "lyso_master.h5")


@pytest.mark.parametrize("action", [Action.SEE, Action.READ_FILES, Action.PROCESS])
def test_rival_and_stranger_get_the_same_answer_for_real_and_unreal_runs(session, action) -> None:
    make_run(session)
    rival = make_session(code="mx9999", beamline="sim2").proposal.principal_investigator
    refusals = set()
    for code in (f"{session.code}/1", f"{session.code}/7", "mx5555-1/1", "nonsense", "", f"{session.code}/x"):
        with pytest.raises(NotFound) as refused:
            run_for(rival, code, action)
        refusals.add(refused.value.message)
    assert len(refusals) == 1


def test_run_that_does_not_exist_is_named_to_its_own_group(ada, session) -> None:
    with pytest.raises(NotFound, match="has no run 7"):
        run_for(ada, f"{session.code}/7")


def test_rival_gets_no_list(session) -> None:
    make_run(session)
    rival = make_session(code="mx9999", beamline="sim2").proposal.principal_investigator
    with pytest.raises(NotFound):
        runs_of_session(rival, session.code)


def test_lists_are_paged_newest_first(ada, session) -> None:
    for number in range(1, 6):
        make_run(session, number)
    make_run(make_session(code="mx9999", beamline="sim2"), 77)
    first = runs_of_session(ada, session.code, limit=2)
    second = runs_of_session(ada, session.code, limit=2, cursor=first.next_cursor)
    third = runs_of_session(ada, session.code, limit=2, cursor=second.next_cursor)
    assert [[run.number for run in page.items] for page in (first, second, third)] == [[5, 4], [3, 2], [1]]
    assert third.next_cursor is None
    assert [run.number for run in runs_of_session(ada, session.code, after=3).items] == [5, 4]
    assert runs_of_session(ada, session.code, kinds=("grid",)).items == ()
    assert len(runs_of_session(ada, session.code, kinds=("rotation", "grid")).items) == 5


@pytest.mark.parametrize("runs", [1, 3])
def test_list_costs_the_same_for_one_and_for_three(ada, session, runs, django_assert_num_queries) -> None:
    for number in range(1, runs + 1):
        make_run(session, number)
    end_run(session=session.code, number=1, frames=10, outcome=RunState.FINISHED, reason="")
    with django_assert_num_queries(9):
        assert len(runs_of_session(ada, session.code).items) == runs


def test_machines_find_runs_by_number_and_by_key(ada, session) -> None:
    make_run(session)
    run = run_for(ada, f"{session.code}/1")
    assert run_numbered(session.code, 1) == run_summary(run.id) == run
    assert sample_names_of(ada, session.code, [1, 5]) == {1: "lyso"}
    with pytest.raises(NotFound):
        run_numbered(session.code, 2)
    Run.objects.all().delete()
    with pytest.raises(NotFound):
        run_summary(run.id)
    with pytest.raises(NotFound):
        series_of(run)
