"""The engine at work: real devices of the simulated beamline, real files, a real queue."""

import dataclasses
import threading
from pathlib import Path

import h5py
import hdf5plugin  # noqa: F401 - registers the filter that the files are written with
import pytest

from farlight.acquisition.errors import EngineTaken
from farlight.acquisition.models import Request
from farlight.acquisition.public import abort_collection, pause_collection, resume_collection
from farlight.acquisition.services.collecting import take_next_request
from farlight.acquisition.services.engine_loop import EngineLoop, run_engine
from farlight.acquisition.services.recording import CollectionRecord
from farlight.acquisition.tests.experiments import engine_running, wait_for
from farlight.beamlines.public import beamline
from farlight.beamtime.public import change_state, session_folder, session_row
from farlight.beamtime.types import SessionState
from farlight.bus.public import entries_after
from farlight.engine import messages
from farlight.kernel.errors import NotFound
from farlight.kernel.time import utc_now

pytestmark = pytest.mark.django_db(transaction=True)


def told(session, *kinds):
    return [entry for entry in entries_after(session, 0) if entry.kind in kinds]


def ended(session):
    return [entry.body for entry in told(session, "collection-ended")]


def test_the_queue_is_worked_through_in_order(live_experiment):
    first, second = live_experiment.queue(), live_experiment.queue(images=4)
    with engine_running():
        wait_for(lambda: live_experiment.state_of(second) == "done")
    started = [entry.body for entry in told(live_experiment.session, "collection-started")]
    assert [(s["request"], s["run_number"], s["images"]) for s in started] == [(first.code, 1, 6), (second.code, 2, 4)]
    assert [(e["frames"], e["outcome"]) for e in ended(live_experiment.session)] == [(6, "finished"), (4, "finished")]
    folder = session_folder(live_experiment.session) / "raw" / "run-001"
    assert Path(started[0]["master"]) == folder / "Lyso_AO_1_1.nxs"
    with h5py.File(started[0]["master"]) as file:
        assert file["entry/data/data"].shape == (6, 256, 256)


def test_pictures_are_told_of_after_their_run(live_experiment):
    live_experiment.queue()
    with engine_running():
        wait_for(lambda: ended(live_experiment.session))
    kinds = [e.kind for e in told(live_experiment.session, "collection-started", "snapshot-taken", "collection-ended")]
    assert kinds == ["collection-started", *["snapshot-taken"] * 4, "collection-ended"]


def test_pause_resume_and_abort_reach_the_engine(live_experiment):
    request = live_experiment.queue(images=3000, exposure_time_s=0.02, width_deg=0.01)
    by = {"session": live_experiment.session, "by": live_experiment.ada}
    with engine_running():
        wait_for(lambda: Request.objects.get().frames > 0)
        pause_collection(**by)
        wait_for(lambda: live_experiment.state_of(request) == "paused")
        resume_collection(**by)
        wait_for(lambda: live_experiment.state_of(request) == "collecting")
        abort_collection(**by)
        wait_for(lambda: live_experiment.state_of(request) == "aborted")
    (end,) = ended(live_experiment.session)
    assert (end["outcome"], end["reason"]) == ("aborted", "Aborted by Ada Tester.")
    assert 0 < end["frames"] < 3000
    with h5py.File(Request.objects.get().master) as file:
        assert len(file["entry/data/data"]) == end["frames"]


def test_a_failure_is_told_and_the_queue_goes_on(live_experiment):
    raw = session_folder(live_experiment.session) / "raw"
    raw.mkdir(parents=True)
    (raw / "run-001").write_text("a file where the folder should be")
    broken, whole = live_experiment.queue(), live_experiment.queue()
    with engine_running():
        wait_for(lambda: live_experiment.state_of(broken) == "failed")
        (raw / "run-001").unlink()
        wait_for(lambda: live_experiment.state_of(whole) in {"done", "failed"})
    assert Request.objects.get(code=broken.code).reason.startswith("The files could not be written: File exists")


def test_a_number_whose_run_never_began_is_given_to_the_next(live_experiment):
    live_experiment.queue(), live_experiment.queue()
    instrument = beamline("sim1")
    first = take_next_request(beamline_id=instrument.id, now=utc_now())
    Request.objects.filter(pk=first.request.pk).update(state="failed")
    second = take_next_request(beamline_id=instrument.id, now=utc_now())
    assert (first.run_number, second.run_number) == (1, 1)
    assert Request.objects.get(pk=first.request.pk).run_number is None


def test_one_collection_at_a_time(live_experiment):
    live_experiment.queue(), live_experiment.queue()
    assert take_next_request(beamline_id=beamline("sim1").id, now=utc_now()) is not None
    assert take_next_request(beamline_id=beamline("sim1").id, now=utc_now()) is None


def test_only_the_session_that_has_the_beam_is_served(live_experiment):
    live_experiment.queue()
    change_state(session=session_row(live_experiment.session), to=SessionState.ENDED)
    assert take_next_request(beamline_id=beamline("sim1").id, now=utc_now()) is None
    assert take_next_request(beamline_id=beamline("sim2").id, now=utc_now()) is None


@pytest.mark.parametrize(("master", "frames"), [("/nowhere/lost.nxs", 0), ("garbage", 3), ("", 0)])
def test_what_a_dead_engine_left_is_interrupted_and_not_repeated(live_experiment, tmp_path, master, frames):
    if master == "garbage":
        master = str(tmp_path / "x_1_energy_scan.nxs")
        Path(master).write_bytes(b"not HDF5")
    live_experiment.queue()
    taken = take_next_request(beamline_id=beamline("sim1").id, now=utc_now())
    Request.objects.filter(pk=taken.request.pk).update(started_at=utc_now(), master=master, frames=3)
    with engine_running():
        wait_for(lambda: ended(live_experiment.session))
    (end,) = ended(live_experiment.session)
    assert (end["outcome"], end["frames"], end["run_number"]) == ("interrupted", frames, 1)
    assert [r.state for r in Request.objects.all()] == ["interrupted"]


def test_an_engine_that_is_stopped_interrupts_its_collection(live_experiment):
    request = live_experiment.queue(images=3000, exposure_time_s=0.02, width_deg=0.01)
    with engine_running():
        wait_for(lambda: Request.objects.get().frames > 0)
    assert live_experiment.state_of(request) == "interrupted"
    (end,) = ended(live_experiment.session)
    assert end["outcome"] == "interrupted"
    with h5py.File(Request.objects.get().master) as file:
        assert len(file["entry/data/data"]) == end["frames"] > 0


def test_what_an_engine_says_between_collections_is_of_no_request(live_experiment):
    request = live_experiment.queue()
    before = len(entries_after(live_experiment.session, 0))
    EngineLoop(beamline("sim1").id, threading.Event()).receive(messages.HoldChanged(ticket="r-x", held=True))
    assert live_experiment.state_of(request) == "queued"
    assert len(entries_after(live_experiment.session, 0)) == before


def test_an_engine_that_says_what_cannot_be_is_not_believed(live_experiment):
    live_experiment.queue()
    taken = take_next_request(beamline_id=beamline("sim1").id, now=utc_now())
    with pytest.raises(TypeError, match="which nobody understands"):
        CollectionRecord(taken, lambda: False).receive(messages.Message(ticket="r-x"))
    no_run = dataclasses.replace(taken, run_number=None)
    with pytest.raises(TypeError, match="a request that becomes no run"):
        CollectionRecord(no_run, lambda: False).receive(messages.FramesWritten(ticket="r-x", frames=1))
    assert told(live_experiment.session, "frames-collected") == []


def test_there_is_one_engine_a_beamline(live_experiment):
    live_experiment.queue()
    with engine_running():
        wait_for(lambda: ended(live_experiment.session))
        with pytest.raises(EngineTaken, match="sim1"):
            run_engine("sim1", threading.Event())


def test_an_unknown_beamline_has_no_engine(db):
    with pytest.raises(NotFound):
        run_engine("i99", threading.Event())
