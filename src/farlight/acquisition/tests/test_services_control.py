import pytest

from farlight.acquisition.errors import WrongState
from farlight.acquisition.events import CommandGiven
from farlight.acquisition.models import Request
from farlight.acquisition.public import abort_collection, pause_collection, resume_collection
from farlight.bus.public import entries_after
from farlight.kernel.errors import NotAllowed, NotFound


@pytest.fixture
def collecting(experiment):
    request = experiment.queue()
    Request.objects.update(state="collecting")
    return request


def given(experiment):
    return [entry for entry in entries_after(experiment.session, 0) if entry.kind == CommandGiven.kind]


def test_a_command_is_written_down_once_with_its_event(experiment, collecting):
    for _ in range(2):
        pause_collection(session=experiment.session, by=experiment.ada)
    row = Request.objects.get(code=collecting.code)
    assert (row.command, row.command_by) == ("pause", "Ada Tester")
    assert len(given(experiment)) == 1


def test_a_paused_collection_can_go_on_or_end(experiment, collecting):
    pause_collection(session=experiment.session, by=experiment.ada)
    resume_collection(session=experiment.session, by=experiment.ada)
    abort_collection(session=experiment.session, by=experiment.ada)
    assert Request.objects.get().command == "abort"
    with pytest.raises(WrongState, match="aborted already"):
        resume_collection(session=experiment.session, by=experiment.ada)


def test_nothing_can_be_paused_while_nothing_is_collected(experiment):
    with pytest.raises(WrongState, match="Nothing is being collected"):
        pause_collection(session=experiment.session, by=experiment.ada)


def test_observers_may_not_and_rivals_may_not_know(experiment, collecting):
    with pytest.raises(NotAllowed):
        abort_collection(session=experiment.session, by=experiment.observer)
    with pytest.raises(NotFound):
        abort_collection(session=experiment.session, by=experiment.rival)
    assert given(experiment) == []
