"""The library is found, suits the processor, and can be done without."""

import ctypes
from pathlib import Path

import numpy as np
import pytest

from farlight.science.native import decode_into, is_built, library
from farlight.science.native.tests.packing import counts_like_a_detector, packed


def test_it_is_built_here():
    assert is_built()


def test_it_is_done_without_where_it_is_missing_or_for_another_machine(tmp_path, monkeypatch):
    monkeypatch.setattr(library, "__file__", str(tmp_path / "library.py"))
    library.library.cache_clear()
    assert not is_built()
    name = next(Path(decode_into.__code__.co_filename).parent.glob("images-*.so")).name
    (tmp_path / name).write_bytes(b"\x7fELF for some other machine")
    library.library.cache_clear()
    assert not is_built()
    monkeypatch.undo()
    library.library.cache_clear()
    assert is_built()


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.uint32])
def test_every_build_that_this_processor_can_run_does_the_same(dtype):
    here = Path(decode_into.__code__.co_filename).parent
    plain = next(here.glob("images-*64.so"))
    newest = library.load(plain).processor()
    image = counts_like_a_detector((300, 411), dtype)
    chunk, out = packed(image), np.empty_like(image)
    kept = np.frombuffer(chunk, np.uint8)
    for end in library._ENDS[: newest + 1]:
        loaded = library.load(plain.with_name(f"{plain.stem}{end}.so"))
        out[:] = 0
        state = loaded.unpack_bslz4(kept.ctypes.data, kept.size, image.itemsize, out.ctypes.data, out.nbytes)
        assert (state, np.array_equal(out, image)) == (0, True)


def test_the_source_is_the_declared_one():
    loaded = library.library()
    assert loaded is not None
    assert all(isinstance(getattr(loaded, name), ctypes._CFuncPtr) for name in library._ARGUMENTS)
