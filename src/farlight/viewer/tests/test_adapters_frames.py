"""Files stay open for the next image, see what is added, and are let go of when others are wanted."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from farlight.kernel.errors import NotFound
from farlight.science.images import ImageError
from farlight.viewer.adapters.frames import FrameStore
from farlight.viewer.tests.scene import INSULIN


def sweep(folder: Path, images: int) -> Path:
    folder.mkdir(exist_ok=True)
    for number in range(1, images + 1):
        shutil.copy(INSULIN / f"in16c_01{number:04d}.cbf", folder)
    return folder / "in16c_01####.cbf"


def test_images_that_come_later_are_seen(tmp_path: Path) -> None:
    store = FrameStore()
    master = sweep(tmp_path / "run", 1)
    assert store.frame(master, 1).image.shape == (619, 487)
    with pytest.raises(NotFound, match="Image 2"):
        store.frame(master, 2)
    sweep(tmp_path / "run", 2)
    assert store.frame(master, 2).geometry is not None
    store.close()
    assert store.frame(master, 2).sweep is not None
    store.close()


def test_few_runs_are_kept_open_whoever_asks(tmp_path: Path) -> None:
    store = FrameStore(open_max=2)
    masters = [sweep(tmp_path / f"run {number}", 2) for number in range(5)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda k: store.frame(masters[k % 5], k % 2 + 1).image.sum(), range(60)))
    assert len(set(found)) == 2
    assert len(store._held) == 2
    store.close()


def test_run_without_images_yet_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    with pytest.raises(ImageError, match="no images"):
        FrameStore().frame(tmp_path / "run" / "x_####.cbf", 1)
