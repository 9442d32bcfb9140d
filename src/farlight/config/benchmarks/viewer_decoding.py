"""Unpacking and drawing in the browser, beside h5wasm with its bitshuffle plugin; in Chromium without a GPU.

The page is `frontend/benchmarks`, which runs the viewer's own module; the frames are Poisson counts on detectors of 4M
and 16M pixels, packed as detectors pack them. Both unpack the same bytes, in turn, and have to agree about every pixel.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

import h5py
import hdf5plugin
import numpy as np
import numpy.typing as npt

from farlight.kernel.errors import Unavailable

_ROOT = Path(__file__).resolve().parents[4]
_CASES: dict[str, tuple[tuple[int, int], str]] = {
    "4m": ((2162, 2068), "uint16"),
    "4m_32bit": ((2162, 2068), "uint32"),
    "16m": ((4362, 4148), "uint16"),
    "16m_32bit": ((4362, 4148), "uint32"),
}
_BACKGROUND_COUNTS = 2.5
_GAPS = ((512, 38, 0), (1028, 12, 1))
"""Modules' sides, what lies between them, and along which axis; pixels."""


def decoding_in_browser() -> dict[str, dict[str, float]]:
    """Measure; return ratios and figures, by name, as benchmarks do; takes half a minute.

    Raises
    ------
    Unavailable
        When the repository, Playwright or Chromium is not there.
    """
    builder, browser = _ROOT / "frontend" / "benchmarks" / "build.mjs", which("chromium")
    if find_spec("playwright") is None or browser is None or not builder.exists():
        raise Unavailable("Decoding in the browser is measured in the repository, with Playwright and Chromium.")
    figures: dict[str, float] = {}
    with TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([_ROOT / "scripts" / "node.sh", "node", builder, folder], check=True)
        for case, (shape, dtype) in _CASES.items():
            _write(folder, case, _frame(shape, dtype))
        with _served(folder) as address:
            for case, (shape, dtype) in _CASES.items():
                measured = _measured(browser, address, case, shape, dtype)
                figures |= {f"browser_{what}_{case}": round(value, 3) for what, value in measured.items()}
    ratios = {
        f"browser_decode_{case}": round(figures[f"browser_h5wasm_ms_{case}"] / figures[f"browser_decode_ms_{case}"], 2)
        for case in _CASES
    }
    return {"ratios": ratios, "figures": figures}


def _frame(shape: tuple[int, int], dtype: str) -> npt.NDArray[Any]:
    random = np.random.default_rng(1)
    image = random.poisson(_BACKGROUND_COUNTS, shape).astype(dtype)
    rows, columns = (random.integers(0, size, shape[0]) for size in shape)
    image[rows, columns] += random.integers(5, 3000, shape[0]).astype(dtype)
    for side, gap, axis in _GAPS:
        along = np.arange(shape[axis]) % (side + gap) >= side
        image[(along, slice(None)) if axis == 0 else (slice(None), along)] = np.iinfo(dtype).max
    return image


def _write(folder: Path, case: str, image: npt.NDArray[Any]) -> None:
    """Write an HDF5 file with one chunk, and the chunk by itself."""
    with h5py.File(folder / f"{case}.h5", "w") as file:
        data = file.create_dataset("data", data=image, chunks=image.shape, **hdf5plugin.Bitshuffle(cname="lz4"))
        (folder / f"{case}.chunk").write_bytes(data.id.read_direct_chunk((0, 0))[1])


class _Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _measured(browser: str, address: str, case: str, shape: tuple[int, int], dtype: str) -> dict[str, float]:
    """Run the page in a browser of its own."""
    from playwright.sync_api import sync_playwright  # only measuring needs a browser

    one = {
        "chunk": f"{case}.chunk",
        "file": f"{case}.h5",
        "rows": shape[0],
        "columns": shape[1],
        "dtype": dtype,
    }
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--disable-gpu"])
        page = chromium.new_page()
        page.goto(f"{address}/index.html")
        page.wait_for_function("() => 'measureDecoding' in globalThis")
        measured: dict[str, float] = page.evaluate("one => measureDecoding(one)", one)
        chromium.close()
    return measured
