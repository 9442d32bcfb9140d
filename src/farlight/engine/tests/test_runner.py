import functools
import threading
import time

import h5py
import hdf5plugin  # noqa: F401 - registers the filter that the files are written with
import pytest

from farlight.engine.messages import (
    CollectionClosed,
    CollectionOpened,
    FramesWritten,
    HoldChanged,
    Outcome,
    SnapshotTaken,
    Stage,
    StageReached,
)
from farlight.engine.tests.orders import When, order, simulated_engine

PIXELS = "/entry/data/data"


def frames_in(path):
    with h5py.File(path) as file:
        return file[PIXELS].shape[0], int(file[PIXELS][-1].min()) if len(file[PIXELS]) else None


def test_an_order_is_collected_and_told_step_by_step(tmp_path):
    messages = []
    with simulated_engine(messages.append) as engine:
        closed = engine.collect(order(tmp_path / "run-001"))
    assert closed == CollectionClosed(ticket="r-1", frames=6, outcome=Outcome.FINISHED)
    assert messages[-1] == closed
    assert [m.stage for m in messages if isinstance(m, StageReached)] == [
        Stage.MOUNTING,
        Stage.CENTRING,
        Stage.MOVING,
        Stage.COLLECTING,
    ]
    assert [m.omega_deg for m in messages if isinstance(m, SnapshotTaken)] == [10.0, 100.0, 190.0, 280.0]
    assert all(m.path.read_bytes()[:2] == b"\xff\xd8" for m in messages if isinstance(m, SnapshotTaken))
    (opened,) = [m for m in messages if isinstance(m, CollectionOpened)]
    assert (opened.images, opened.transmission_frac, opened.flux_hz) == (6, 0.5, 0.5e12)
    assert [m.frames for m in messages if isinstance(m, FramesWritten)][-1] == 6
    assert frames_in(opened.master)[0] == 6


def test_the_channels_tell_where_everything_is(tmp_path):
    with simulated_engine([].append) as engine:
        engine.collect(order(tmp_path))
        channels = engine.channels()
    assert channels["sample_mounted"] == "Lyso 1"
    assert channels["shutter_open"] is False
    assert channels["detector_distance_mm"] == 120.0
    assert channels["frames_written"] == 6


def test_pause_stops_exposing_and_resume_goes_on_with_the_next_frame(tmp_path):
    when = When(lambda m: isinstance(m, FramesWritten))
    with simulated_engine(when) as engine:
        when.act = engine.pause
        closing = threading.Thread(target=engine.collect, args=(order(tmp_path, images=60, exposure_time_s=0.01),))
        closing.start()
        wait_for(lambda: HoldChanged(ticket="r-1", held=True) in when.messages)
        before = engine.channels()
        time.sleep(0.1)
        assert engine.channels()["frames_written"] == before["frames_written"] < 60
        assert before["shutter_open"] is False
        engine.resume()
        closing.join()
    assert [m.held for m in when.messages if isinstance(m, HoldChanged)] == [True, False]
    assert when.messages[-1].frames == 60
    assert frames_in(tmp_path / "lyso_1.nxs")[1] == 0


def wait_for(condition, patience_s=10.0):
    end = time.monotonic() + patience_s
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_abort_leaves_whole_files_with_the_frames_that_there_are(tmp_path):
    when = When(lambda m: isinstance(m, FramesWritten))
    with simulated_engine(when) as engine:
        when.act = functools.partial(engine.abort, "Aborted by Ada.")
        closed = engine.collect(order(tmp_path, images=2000, exposure_time_s=0.005))
        again = engine.collect(order(tmp_path, prefix="lyso_2"))
    assert (closed.outcome, closed.reason) == (Outcome.ABORTED, "Aborted by Ada.")
    assert 0 < closed.frames < 2000
    assert frames_in(tmp_path / "lyso_1.nxs")[0] == closed.frames
    assert again.outcome is Outcome.FINISHED


def test_abort_while_paused_ends_the_collection(tmp_path):
    when = When(lambda m: isinstance(m, FramesWritten))
    with simulated_engine(when) as engine:
        when.act = engine.pause
        closing = threading.Thread(target=engine.collect, args=(order(tmp_path, images=500, exposure_time_s=0.01),))
        closing.start()
        wait_for(lambda: HoldChanged(ticket="r-1", held=True) in when.messages)
        engine.abort("Enough.")
        closing.join()
    assert (when.messages[-1].outcome, when.messages[-1].reason) == (Outcome.ABORTED, "Enough.")


def test_abort_while_mounting_has_no_frames(tmp_path):
    when = When(lambda m: isinstance(m, StageReached))
    with simulated_engine(when, mount_time_s=30.0) as engine:
        when.act = functools.partial(engine.abort, "Wrong sample.")
        closed = engine.collect(order(tmp_path))
    assert closed == CollectionClosed(ticket="r-1", frames=0, outcome=Outcome.ABORTED, reason="Wrong sample.")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_unwritable_folder_fails_in_words_and_the_next_order_works(tmp_path):
    blocker = tmp_path / "blocker"
    blocker.write_text("a file where a folder should be")
    with simulated_engine([].append) as engine:
        failed = engine.collect(order(blocker / "run-001"))
        finished = engine.collect(order(tmp_path))
    assert failed.outcome is Outcome.FAILED
    assert failed.reason.startswith("The data folder cannot be written")
    assert finished.outcome is Outcome.FINISHED


def test_a_second_collection_of_the_same_name_is_refused(tmp_path):
    with simulated_engine([].append) as engine:
        engine.collect(order(tmp_path))
        failed = engine.collect(order(tmp_path))
    assert failed.outcome is Outcome.FAILED
    assert "already" in failed.reason


def test_frames_come_at_the_pace_of_the_exposures(tmp_path):
    messages = []
    with simulated_engine(messages.append) as engine:
        engine.collect(order(tmp_path, images=20, exposure_time_s=0.02))
        began = time.monotonic()
        engine.collect(order(tmp_path, images=20, exposure_time_s=0.02, prefix="lyso_2"))
    assert time.monotonic() - began > 20 * 0.02


def test_a_receiver_that_fails_ends_the_collection(tmp_path):
    def receive(message):
        if isinstance(message, FramesWritten):
            raise OSError("the database is gone")

    with simulated_engine(receive) as engine, pytest.raises(OSError, match="the database is gone"):
        engine.collect(order(tmp_path, images=500, exposure_time_s=0.01))


def test_an_engine_must_be_connected(tmp_path):
    from farlight.engine.runner import BeamlineEngine

    engine = BeamlineEngine("farlight.simulator.beamline:build", {}, [].append)
    with pytest.raises(RuntimeError, match="connect"):
        engine.mend(tmp_path)
    engine.close()


def test_options_with_a_slip_are_refused():
    from farlight.engine.runner import BeamlineEngine

    engine = BeamlineEngine("farlight.simulator.beamline:build", {"detektor": "1M"}, [].append)
    with pytest.raises(TypeError, match="detektor"):
        engine.connect()
    engine.close()
