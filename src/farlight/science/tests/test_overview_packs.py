"""Packs of overviews: whole entries or none, whatever happens."""

import io
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from farlight.science.overview_packs import overview_in, pack_to_write
from farlight.science.overviews import are_few, as_jpeg, as_webp, cell_px

MARKS = (1, 2, 3, 2**63)
SAYS = {"cell_px": 4, "marks": MARKS}


def test_what_was_added_is_found(tmp_path: Path) -> None:
    path = tmp_path / "new" / ".overviews"
    with pack_to_write(path, images=5, **SAYS) as pack:
        pack.add(3, b"third")
        pack.add(1, b"first" * 1000)
    found = [overview_in(path, image, **SAYS) for image in range(7)]
    assert found == [None, b"first" * 1000, None, b"third", None, None, None]


def test_pack_is_gone_on_with(tmp_path: Path) -> None:
    path = tmp_path / ".overviews"
    for image, entry in ((1, b"a"), (2, b"bb")):
        with pack_to_write(path, images=2, **SAYS) as pack:
            assert pack.present == set(range(1, image))
            pack.add(image, entry)
    assert [overview_in(path, image, **SAYS) for image in (1, 2)] == [b"a", b"bb"]


@pytest.mark.parametrize("other", [{"cell_px": 2}, {"marks": (1, 2, 3, 4)}, {"images": 3}])
def test_pack_of_other_images_is_made_anew(tmp_path: Path, other: dict) -> None:
    path = tmp_path / ".overviews"
    with pack_to_write(path, images=2, **SAYS) as pack:
        pack.add(1, b"old")
    says = {"images": 2, **SAYS, **other}
    with pack_to_write(path, **says) as pack:
        assert pack.present == set()
        pack.add(2, b"new")
    read = {name: says[name] for name in ("cell_px", "marks")}
    assert [overview_in(path, image, **read) for image in (1, 2)] == [None, b"new"]


def test_pack_of_other_images_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / ".overviews"
    assert overview_in(path, 1, **SAYS) is None
    with pack_to_write(path, images=2, **SAYS) as pack:
        pack.add(1, b"old")
    assert overview_in(path, 1, cell_px=2, marks=MARKS) is None
    assert overview_in(path, 1, cell_px=4, marks=(0, 0, 0, 0)) is None
    path.write_bytes(b"short")
    assert overview_in(path, 1, **SAYS) is None


def test_torn_entries_are_never_seen(tmp_path: Path) -> None:
    """However much of the file reached the disk, an entry is read as it was written or not at all."""
    path = tmp_path / ".overviews"
    with pack_to_write(path, images=2, **SAYS) as pack:
        pack.add(1, b"x" * 100)
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert overview_in(path, 1, **SAYS) is None
    for place in range(64, 64 + 16, 3):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert overview_in(path, 1, **SAYS) is None


def test_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / ".overviews"
    with pack_to_write(path, images=2, **SAYS) as pack:
        pack.add(1, b"whole")

        def full(*_: object) -> int:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "pwrite", full)
        with pytest.raises(OSError, match="No space"):
            pack.add(2, b"lost")
    assert [overview_in(path, image, **SAYS) for image in (1, 2)] == [b"whole", None]


@pytest.mark.parametrize(("shape", "expected"), [((100, 50), 1), ((1100, 9), 1), ((2162, 2068), 2), ((4362, 4148), 4)])
def test_overviews_fit_a_screen(shape: tuple[int, int], expected: int) -> None:
    assert cell_px(shape) == expected


@pytest.mark.parametrize("counts_are_few", [True, False])
def test_pictures_show_the_codes(*, counts_are_few: bool) -> None:
    codes = np.tile(np.arange(0, 256, 4, dtype=np.uint8), (64, 1))
    for packed in (as_jpeg(codes), as_webp(codes, counts_are_few=counts_are_few)):
        with Image.open(io.BytesIO(packed)) as picture:
            drawn = np.asarray(picture.convert("L")).astype(int)
        assert np.abs(drawn - codes).max() < 8


def test_few_counts_are_told_from_good_pixels_alone() -> None:
    rows = np.array([[0, 0, 1, 65535, 9000]], np.uint16)
    mask = np.array([[0, 0, 0, 0, 1]], np.uint8)
    assert not are_few(rows, mask, 65535)
    assert are_few(np.zeros((1, 5), np.uint16), mask, 65535)
    assert not are_few(rows, np.ones((1, 5), np.uint8), 65535)
