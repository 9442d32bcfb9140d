import functools
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import h5py
import hdf5plugin
import numpy as np
import pytest

from farlight.engine.messages import CollectionOpened, FramesWritten, Outcome
from farlight.engine.runner import BeamlineEngine
from farlight.engine.tests.orders import When, order
from farlight.science.images import open_images
from farlight.simulator.replay import mend_replay, open_replay, readable_frames
from farlight.simulator.replay_source import replay_source
from farlight.simulator.tests.series import frame, write_series

INSULIN = Path(__file__).parents[4] / "tests" / "data" / "insulin_pilatus300k"


def replay(source, directory, **changes):
    messages = []
    options = {"source": str(source), "mount_time_s": 0.0, "instant_motors": True}
    engine = BeamlineEngine("farlight.simulator.replay:build", options, messages.append)
    engine.connect()
    try:
        closed = engine.collect(order(directory, **({"images": 1000} | changes)))
    finally:
        engine.close()
    return closed, next((m for m in messages if isinstance(m, CollectionOpened)), None)


def test_an_nxmx_series_comes_again(tmp_path):
    write_series(tmp_path / "then", images=103).close(103)
    closed, opened = replay(tmp_path / "then" / "s_1.nxs", tmp_path / "now")
    assert (closed.outcome, closed.frames) == (Outcome.FINISHED, 103)
    assert (opened.images, opened.start_deg, opened.width_deg) == (103, 10.0, 0.5)
    assert opened.detector_distance_mm == pytest.approx(100.0)
    with open_images(tmp_path / "then" / "s_1.nxs") as then, open_images(opened.master) as now:
        assert [np.array_equal(then.frame(i), now.frame(i)) for i in range(103)] == [True] * 103
    assert readable_frames(opened.master) == 103


def aborted_replay(source, directory, *, after):
    """Replay, and abort when so many frames came; what is told at the end, and the master."""
    when = When(lambda message: isinstance(message, FramesWritten) and message.frames >= after)
    options = {"source": str(source), "mount_time_s": 0.0, "instant_motors": True}
    engine = BeamlineEngine("farlight.simulator.replay:build", options, when)
    engine.connect()
    when.act = functools.partial(engine.abort, "Enough.")
    try:
        closed = engine.collect(order(directory, images=1000, exposure_time_s=0.02))
    finally:
        engine.close()
    return closed, next(message for message in when.messages if isinstance(message, CollectionOpened)).master


def eiger_series(folder, *, lengths=(20, 20, 20)):
    """A master with links only, as EIGER detectors of 2016 wrote them."""
    folder.mkdir()
    images = sum(lengths)
    with h5py.File(folder / "e_master.h5", "w") as master:
        group = master.create_group("entry/data")
        master["entry"].attrs["NX_class"], group.attrs["NX_class"] = "NXentry", "NXdata"
        specific = master.create_group("entry/instrument/detector/detectorSpecific")
        specific["nimages"], specific["ntrigger"] = images, 1
        omega = master.create_dataset("entry/sample/goniometer/omega", data=np.arange(images) * 0.1)
        omega.attrs["units"] = "deg"
        for number, length in enumerate(lengths, 1):
            name = f"e_data_{number:06d}.h5"
            group[f"data_{number:06d}"] = h5py.ExternalLink(name, "/entry/data/data")
            with h5py.File(folder / name, "w") as file:
                frames = np.stack([frame(sum(lengths[: number - 1]) + n + 1) for n in range(length)])
                filters = hdf5plugin.Bitshuffle(nelems=0, cname="lz4")
                pixels = file.create_dataset("entry/data/data", data=frames, chunks=(1, *frames.shape[1:]), **filters)
                pixels.attrs["image_nr_low"] = 1 + sum(lengths[: number - 1])
                pixels.attrs["image_nr_high"] = sum(lengths[:number])
    return folder / "e_master.h5"


def test_an_aborted_series_has_the_frames_that_came_and_no_more(tmp_path):
    write_series(tmp_path / "then", images=150).close(150)
    before = (tmp_path / "then" / "s_1.nxs").read_bytes()
    closed, master = aborted_replay(tmp_path / "then" / "s_1.nxs", tmp_path / "now", after=5)
    assert closed.outcome is Outcome.ABORTED
    assert 5 <= closed.frames < 100
    with open_images(master) as now:
        assert (now.images, now.ready) == (closed.frames, closed.frames)
        assert [now.frame(index)[0, 0] for index in range(now.ready)] == list(range(1, closed.frames + 1))
    with h5py.File(master) as file:
        assert file["entry/data/data"].shape[0] == closed.frames
        assert len(file["entry/sample/transformations/omega"]) == closed.frames
        assert file["entry/sample/transformations/omega"].attrs["transformation_type"] == "rotation"
        assert "data_000002" not in file["entry/data"]
        assert len(file["entry/data/data_000001"]) == closed.frames
    assert (tmp_path / "then" / "s_1.nxs").read_bytes() == before
    assert not list((tmp_path / "now").glob(".*"))


def test_an_aborted_eiger_series_links_to_what_came_only(tmp_path):
    source = eiger_series(tmp_path / "then")
    closed, master = aborted_replay(source, tmp_path / "now", after=25)
    assert 25 <= closed.frames < 40
    with open_images(master) as now:
        assert (now.images, now.ready, now.missing) == (closed.frames, closed.frames, ())
        assert now.frame(closed.frames - 1)[0, 0] == closed.frames
    with h5py.File(master) as file:
        assert sorted(file["entry/data"]) == ["data_000001", "data_000002"]
        assert file["entry/data/data_000002"].attrs["image_nr_high"] == closed.frames
        assert len(file["entry/sample/goniometer/omega"]) == closed.frames
        assert file["entry/sample/goniometer/omega"].attrs["units"] == "deg"
        assert file["entry/instrument/detector/detectorSpecific/nimages"][()] == closed.frames


def test_an_order_may_want_the_beginning_of_a_series(tmp_path):
    write_series(tmp_path / "then", images=150).close(150)
    eiger_series(tmp_path / "eiger")
    for source, images in (("then/s_1.nxs", 103), ("eiger/e_master.h5", 20)):
        directory = tmp_path / "now" / source
        closed, opened = replay(tmp_path / source, directory, images=images)
        assert (closed.outcome, closed.frames, opened.images) == (Outcome.FINISHED, images, images)
        with open_images(opened.master) as now:
            assert (now.images, now.ready) == (images, images)
            assert now.frame(images - 1)[0, 0] == images
        assert replay(tmp_path / source, directory, images=images)[0].outcome is Outcome.FAILED


def test_a_series_aborted_before_its_first_frame_is_empty(tmp_path):
    write_series(tmp_path / "then", images=150).close(150)
    writer = open_replay(tmp_path / "then", order(tmp_path / "now", images=150))
    writer.close(0)
    with h5py.File(writer.series.master) as file:
        assert file["entry/data/data"].shape == (0, 20, 30)
    assert readable_frames(writer.series.master) == 0


KILLED = """
import os, signal, sys
from pathlib import Path
from farlight.engine.tests.orders import order
from farlight.simulator.replay import open_replay
source, target, frames = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
writer = open_replay(source, order(target, images=1000))
for index in range(frames):
    writer.write(index, writer.make(index))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize(("made", "name"), [("nxmx", "s_1.nxs"), ("eiger", "e_master.h5")])
@pytest.mark.parametrize("frames", [1, 25, 60])
def test_files_of_a_killed_replay_are_mended(tmp_path, made, name, frames):
    if made == "nxmx":
        write_series(tmp_path / "then", images=60).close(60)
    else:
        eiger_series(tmp_path / "then")
    source, master = tmp_path / "then" / name, tmp_path / "now" / name
    command = [sys.executable, "-c", KILLED, str(source), str(tmp_path / "now"), str(frames)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    for _ in range(2):
        assert mend_replay(source, master) == frames
    assert not list((tmp_path / "now").glob(".*"))
    for path in (tmp_path / "now").iterdir():
        h5py.File(path, "r", locking=False).close()
    with open_images(master) as now:
        assert (now.images, now.ready, now.missing) == (frames, frames, ())
        assert [now.frame(index)[0, 0] for index in range(frames)] == list(range(1, frames + 1))


def test_a_killed_replay_whose_images_are_gone_is_left_as_it_is(tmp_path):
    write_series(tmp_path / "now", images=3).close(3)
    assert mend_replay(tmp_path / "gone", tmp_path / "now" / "s_1.nxs") == 3


def test_frames_in_one_file_with_the_rest_come_again(tmp_path):
    (tmp_path / "then").mkdir()
    with h5py.File(tmp_path / "then" / "all.h5", "w") as file:
        file["entry/data/data"] = np.stack([frame(n) for n in (1, 2, 3)])
        file["entry/title"] = "one file"
        file["entry/data"].attrs["signal"] = "data"
    replay(tmp_path / "then" / "all.h5", tmp_path / "part", images=2)
    with h5py.File(tmp_path / "part" / "all.h5") as file:
        assert [int(image[0, 0]) for image in file["entry/data/data"]] == [1, 2]
    closed, opened = replay(tmp_path / "then" / "all.h5", tmp_path / "now")
    assert closed.frames == 3
    with h5py.File(opened.master) as file:
        assert file["entry/title"][()] == b"one file"
        assert file["entry/data"].attrs["signal"] == "data"
        assert [int(image[0, 0]) for image in file["entry/data/data"]] == [1, 2, 3]


@pytest.fixture
def sweep(tmp_path):
    """Images of a format that nobody reads, and what they lack."""
    folder = tmp_path / "sweep with spaces"
    folder.mkdir()
    for number in range(1, 5):
        (folder / f"Größe_1_{number:04d}.smv").write_bytes(b"nobody reads this " * number)
    (folder / "other_0001.smv").write_bytes(b"x")
    (folder / "import.phil").write_text("geometry.goniometer.axis = 0,-1,0")
    return folder


@pytest.mark.parametrize("at", ["", "Größe_1_0002.smv", "Größe_1_####.smv"])
def test_a_sweep_of_single_images_comes_again_with_its_hints(sweep, tmp_path, at):
    closed, opened = replay(sweep / at, tmp_path / "now")
    assert (closed.outcome, closed.frames) == (Outcome.FINISHED, 4)
    assert opened.master == tmp_path / "now" / "Größe_1_####.smv"
    assert opened.width_deg == 0.5
    names = {path.name for path in (tmp_path / "now").iterdir() if not path.name.endswith(".jpg")}
    assert names == {*(f"Größe_1_{n:04d}.smv" for n in range(1, 5)), "import.phil"}


def test_an_order_may_want_fewer_images(sweep, tmp_path):
    messages = []
    engine = BeamlineEngine(
        "farlight.simulator.replay:build", {"source": str(sweep), "mount_time_s": 0.0}, messages.append
    )
    engine.connect()
    closed = engine.collect(order(tmp_path / "now", images=2))
    engine.close()
    assert closed.frames == 2


def test_real_insulin_comes_again_with_its_own_numbers(test_data, tmp_path):
    closed, opened = replay(test_data / "mx_rotation_insulin_pilatus300k", tmp_path)
    assert (closed.frames, opened.images, opened.width_deg) == (10, 10, 0.1)
    assert opened.energy_ev == pytest.approx(8040, abs=2)
    assert opened.detector_distance_mm == pytest.approx(40.0)
    assert (tmp_path / "import.phil").exists()
    assert readable_frames(opened.master) == 10


def test_stills_come_again_without_a_rotation(tmp_path):
    for image in sorted(INSULIN.glob("*.cbf"))[:2]:
        still = image.read_bytes().replace(b"Angle_increment 0.1 deg", b"Angle_increment 0.0 deg")
        (tmp_path / image.name).write_bytes(still)
    closed, opened = replay(tmp_path, tmp_path / "now")
    assert (closed.frames, opened.width_deg) == (2, 0.0)


def test_a_missing_data_file_is_named(tmp_path):
    write_series(tmp_path / "then", images=103).close(103)
    (tmp_path / "then" / "s_1_000002.h5").unlink()
    closed, opened = replay(tmp_path / "then" / "s_1.nxs", tmp_path / "now")
    assert (closed.outcome, opened) == (Outcome.FAILED, None)
    assert "s_1_000002.h5" in closed.reason


def test_nothing_to_replay_fails_in_words(tmp_path):
    (tmp_path / "empty").mkdir()
    for source in ("empty", "missing", "empty/x_####.cbf"):
        closed, _ = replay(tmp_path / source, tmp_path / "now")
        assert closed.outcome is Outcome.FAILED
        assert closed.reason.startswith("A file is missing: there are no images to replay")


def test_single_images_are_sweeps_of_one(tmp_path):
    shutil.copy(__file__, tmp_path / "still.tif")
    source = replay_source(tmp_path / "still.tif")
    assert (source.name, source.files, source.images) == ("still.tif", ("still.tif",), 1)


def test_readable_frames_of_nothing(tmp_path):
    assert readable_frames(tmp_path / "nowhere.nxs") == 0
