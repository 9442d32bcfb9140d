import signal
import subprocess
import sys

import h5py
import hdf5plugin  # noqa: F401 - registers the filter that the files are written with
import numpy as np
import pytest

from farlight.science.images import open_images
from farlight.simulator.nxmx import PIXELS, require_room
from farlight.simulator.nxmx_mending import mend_series
from farlight.simulator.tests.series import SHAPE, describe, write_series


def first_pixels(path):
    with h5py.File(path) as file:
        return [int(frame[0, 0]) for frame in file[PIXELS]]


def test_frames_are_joined_over_files_of_a_hundred(tmp_path):
    write_series(tmp_path, images=205).close(205)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "s_1.nxs", "s_1_000001.h5", "s_1_000002.h5", "s_1_000003.h5",
    ]  # fmt: skip
    assert first_pixels(tmp_path / "s_1.nxs") == list(range(1, 206))
    with h5py.File(tmp_path / "s_1.nxs") as file:
        assert [len(file[f"entry/data/data_{n:06d}"]) for n in (1, 2, 3)] == [100, 100, 5]


@pytest.mark.parametrize("dtype", [np.uint16, np.uint32])
def test_frames_that_are_not_there_yet_are_masked(tmp_path, dtype):
    series = write_series(tmp_path, written=2, dtype=dtype)
    with h5py.File(tmp_path / "s_1.nxs", swmr=True, locking=False) as file:
        assert [int(frame.max()) for frame in file[PIXELS]] == [1, 2, *[np.iinfo(dtype).max] * 4]
    series.close(2)


def test_readers_follow_the_writer(tmp_path):
    series = write_series(tmp_path, written=2)
    with open_images(tmp_path / "s_1.nxs") as images:
        assert (images.images, images.ready) == (6, 2)
        series.append(2, np.full(SHAPE, 3, np.uint16))
        images.refresh()
        assert images.ready == 3
        assert images.frame(2).max() == 3
    series.close(3)


def test_the_geometry_reads_back(tmp_path):
    write_series(tmp_path).close(6)
    with open_images(tmp_path / "s_1.nxs") as images:
        assert images.geometry.distance_mm == pytest.approx(100.0)
        assert images.geometry.beam_center_px == pytest.approx((9.5, 15.5))
        assert images.geometry.wavelength_angstrom == 1.0
        assert (images.sweep.start_deg, images.sweep.width_deg) == (10.0, 0.5)


def test_a_shorter_collection_is_told_as_such(tmp_path):
    write_series(tmp_path, images=150, written=103).close(103)
    assert first_pixels(tmp_path / "s_1.nxs") == list(range(1, 104))
    with h5py.File(tmp_path / "s_1.nxs") as file:
        assert len(file["entry/sample/transformations/omega"]) == 103
        assert len(file["entry/data/data_000002"]) == 47 + 3
        assert b"Z" in file["entry/end_time"][()]
    with open_images(tmp_path / "s_1.nxs") as images:
        assert images.images == 103


def test_a_collection_without_frames_is_still_a_file(tmp_path):
    write_series(tmp_path, written=0).close(0)
    assert first_pixels(tmp_path / "s_1.nxs") == []


def test_there_is_one_collection_of_a_name(tmp_path):
    write_series(tmp_path).close(6)
    with pytest.raises(FileExistsError):
        write_series(tmp_path)


def test_room_is_asked_for_before_a_frame_is_written(tmp_path):
    require_room(tmp_path, 1000)
    with pytest.raises(OSError, match="No space left"):
        require_room(tmp_path, 1 << 60)


KILLED = """
import os, signal, sys
from pathlib import Path
from farlight.simulator.tests.series import write_series
write_series(Path(sys.argv[1]), images=150, written=int(sys.argv[2]))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("written", [0, 1, 100, 103])
def test_files_of_a_killed_writer_are_mended(tmp_path, written):
    command = [sys.executable, "-c", KILLED, str(tmp_path), str(written)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    (tmp_path / ".s_1_000009.h5.part").write_bytes(b"half a file")
    for _ in range(2):
        assert mend_series(tmp_path / "s_1.nxs") == written
    assert first_pixels(tmp_path / "s_1.nxs") == list(range(1, written + 1))
    assert list(tmp_path.glob(".*")) == []


def test_whole_files_need_no_mending(tmp_path):
    write_series(tmp_path).close(6)
    before = (tmp_path / "s_1_000001.h5").stat()
    assert mend_series(tmp_path / "s_1.nxs") == 6
    assert (tmp_path / "s_1_000001.h5").stat() == before
    assert mend_series(tmp_path / "nowhere.nxs") == 0


def test_the_fill_value_is_that_of_masked_pixels():
    assert describe(dtype=np.uint16).fill == 65535
    assert describe(dtype=np.uint32).fill == 4294967295
