"""Where there is a graphics card it draws the pictures: the same, place by place, as the processor does.

The card is Chromium's imitation of one, which the viewer takes only when it is told to.
"""

import base64
import io
import shutil
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from threading import Thread

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import BUILT

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
IMITATED = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
PATIENCE_S = 20
PAGE = """<!doctype html><title>Viewer</title><link rel="stylesheet" href="farlight.css">
<body style="margin: 0; height: 900px"><diffraction-viewer source="mock" detector="4M" bits="16" run="1" image="3"
 worker="viewer-worker.js" wasm="viewer.wasm" icons="icons.svg"></diffraction-viewer>
<script type="module" src="viewer.js"></script>"""
PICTURE = """() => {
  const shown = document.querySelector(".fl-dv-image");
  const copy = document.createElement("canvas");
  [copy.width, copy.height] = [shown.width, shown.height];
  copy.getContext("2d").drawImage(shown, 0, 0);
  return copy.toDataURL("image/png");
}"""
ACTIONS = (
    ("brighter",), ("invert",), ("colours",), ("scale",), ("nearer",), ("right", "down"), ("nearer", "nearer"),
    ("threshold",), ("threshold",), ("threshold", "whole"), ("mask",), ("on",), ("more",),
)  # fmt: skip


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page with the viewer alone, and images that it makes up."""
    if not BUILT.is_file():
        pytest.skip("the front end is not built (make setup)")
    folder = tmp_path_factory.mktemp("viewer")
    for name in ("viewer.js", "viewer-worker.js", "viewer.wasm", "farlight.css", "icons.svg"):
        shutil.copy(BUILT.with_name(name), folder)
    Path(folder / "index.html").write_text(PAGE)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/index.html"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def with_imitation(chromium: Browser) -> Iterator[Browser]:
    """Chromium with the imitation of a card."""
    browser = chromium.browser_type.launch(executable_path=shutil.which("chromium"), args=IMITATED)
    yield browser
    browser.close()


def opened(browser: Browser, address: str, graphics: str) -> Page:
    page = browser.new_page(viewport={"width": 1000, "height": 900})
    page.goto(f"{address}?graphics={graphics}")
    page.locator(".fl-dv-pane[data-lane=exact]").wait_for(timeout=60_000)
    page.wait_for_timeout(500)
    return page


def picture(page: Page) -> npt.NDArray[np.int16]:
    address: str = page.evaluate(PICTURE)
    image = Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2]))).convert("RGB")
    return np.asarray(image).astype(np.int16)


def drawn_by_both(pages: list[Page], actions: tuple[str, ...]) -> list[npt.NDArray[np.int16]]:
    """Do something to what is looked at; return the pictures when they are the same, or what they are in the end."""
    for page in pages:
        for action in actions:
            page.evaluate(f"document.querySelector('[data-action={action}]').click()")
    end = time.monotonic() + PATIENCE_S
    while True:
        for page in pages:
            page.wait_for_timeout(750)
            page.locator(".fl-dv-pane[data-lane=exact]").wait_for(timeout=60_000)
        cpu, gpu = pictures = [picture(page) for page in pages]
        if time.monotonic() > end or (cpu.shape == gpu.shape and np.abs(cpu - gpu).max() <= 1):
            return pictures


def test_card_and_processor_draw_the_same(with_imitation: Browser, address: str) -> None:
    pages = {graphics: opened(with_imitation, address, graphics) for graphics in ("cpu", "gpu")}
    for graphics, page in pages.items():
        assert page.locator(f".fl-dv-pane[data-graphics={graphics}]").count() == 1
    first = {graphics: picture(page) for graphics, page in pages.items()}
    assert first["cpu"].std() > 1
    assert np.abs(first["cpu"] - first["gpu"]).max() <= 1
    seen = [first["cpu"]]
    for actions in ACTIONS:
        cpu, gpu = drawn_by_both(list(pages.values()), actions)
        assert (actions, cpu.shape) == (actions, gpu.shape)
        assert (actions, np.abs(cpu - gpu).max()) <= (actions, 1)
        seen.append(cpu)
    changed = sum(not np.array_equal(one, other) for one, other in pairwise(seen))
    assert changed > len(ACTIONS) - 4


def test_imitation_is_not_taken_for_a_card(with_imitation: Browser, address: str) -> None:
    page = opened(with_imitation, address, "auto")
    assert page.locator(".fl-dv-pane[data-graphics=cpu]").count() == 1
