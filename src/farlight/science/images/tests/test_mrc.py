"""MRC files: heads of either byte order, every type, also while they grow, and what is no image."""

import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from farlight.science.images import ImageError, ImageNotReadyError, StoredChunk, open_images

MODES = {"i1": 0, "i2": 1, "f4": 2, "u2": 6, "f2": 12}
SHAPE = (6, 5)


def head(dtype: str, images: int, *, order: str = "<", extended: int = 0, **changed: Any) -> bytes:
    fields = {"columns": SHAPE[1], "rows": SHAPE[0], "images": images, "mode": MODES[dtype], **changed}
    begun = bytearray(1024)
    struct.pack_into(f"{order}4i", begun, 0, *(fields[name] for name in ("columns", "rows", "images", "mode")))
    struct.pack_into(f"{order}i", begun, 92, extended)
    begun[208:214] = b"MAP " + (b"\x11\x11" if order == ">" else b"\x44\x44")
    return bytes(begun)


def movie(dtype: str, order: str = "<") -> np.ndarray:
    return np.arange(3 * 30).reshape(3, *SHAPE).astype(f"{order}{dtype}")


@pytest.mark.parametrize("dtype", list(MODES))
@pytest.mark.parametrize("order", ["<", ">"])
def test_images_come_as_they_were_written(tmp_path: Path, dtype: str, order: str) -> None:
    path = tmp_path / "movie.mrc"
    path.write_bytes(head(dtype, 3, order=order, extended=80) + bytes(80) + movie(dtype, order).tobytes())
    with open_images(path) as source:
        assert (source.images, source.ready, source.shape) == (3, 3, SHAPE)
        assert [source.frame(index).tolist() for index in range(3)] == movie(dtype).tolist()
        assert source.mask.tolist() == np.zeros(SHAPE).tolist()
        assert (source.geometry, source.sweep, source.missing, source.notes) == (None, None, (), ())
    source.close()


def test_image_lies_where_it_says(tmp_path: Path) -> None:
    path = tmp_path / "movie.mrcs"
    path.write_bytes(head("u2", 3) + movie("u2").tobytes())
    with open_images(path) as source:
        assert source.chunk(2) == StoredChunk(path, 1024 + 2 * 60, 60, "raw")
    path.write_bytes(head("u2", 3, order=">") + movie("u2", ">").tobytes())
    with open_images(path) as source:
        assert source.chunk(2) is None


def test_images_come_as_the_file_grows(tmp_path: Path) -> None:
    path, frames = tmp_path / "movie.mrc", movie("i2")
    path.write_bytes(head("i2", 3) + frames[0].tobytes() + b"half")
    with open_images(path) as source:
        assert source.ready == 1
        with pytest.raises(ImageNotReadyError, match="Image 2 of 3"):
            source.frame(1)
        path.write_bytes(head("i2", 3) + frames.tobytes())
        source.refresh()
        assert (source.ready, source.frame(2).tolist()) == (3, frames[2].tolist())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MAP ",
        bytes(1024),
        head("u2", 1, mode=4),
        head("u2", 1, rows=0),
        head("u2", -1),
        head("u2", 1, extended=-4),
    ],
)
def test_what_is_no_image_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.mrc"
    path.write_bytes(content)
    with pytest.raises(ImageError, match=r"other\.mrc"):
        open_images(path)
