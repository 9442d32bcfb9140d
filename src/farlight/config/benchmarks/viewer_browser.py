"""The diffraction viewer's bytes in Chromium on a line of 10 Mbit/s and 40 ms: until a picture is there.

Chromium's own throttling makes the line. Ours is an overview that nobody asked for before: drawn on the server,
unpacked and drawn on a canvas. Beside it stand h5grove's plain bytes of the same image, received on the same line, and
the time that the packed image itself needs on the line at best.
"""

import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from shutil import which
from typing import Any

from farlight.kernel.errors import Unavailable

LINE_BITS_PER_S = 10e6
LATENCY_MS = 40.0
TURNS = 7
_BITS = 8
_PICTURE = """async ([address, ticket]) => {
  const began = performance.now();
  const answer = await fetch(address, { headers: { "Farlight-Ticket": ticket }, cache: "no-store" });
  const picture = await createImageBitmap(await answer.blob());
  const canvas = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
  canvas.drawImage(picture, 0, 0);
  canvas.getImageData(0, 0, 1, 1);
  return [performance.now() - began, answer.status];
}"""
_BYTES = """async ([address, ticket]) => {
  const began = performance.now();
  const headers = ticket ? { "Farlight-Ticket": ticket } : {};
  const answer = await fetch(address, { headers, cache: "no-store" });
  const size = (await answer.arrayBuffer()).byteLength;
  return [performance.now() - began, answer.status, size];
}"""


@dataclass(frozen=True)
class Asked:
    """What is asked for, of one size of detector."""

    size: str
    """``4m``"""
    ticket: str
    overviews: Sequence[str]
    """None of them was drawn before."""
    chunks: Sequence[str]
    plain: str
    """The same image, of h5grove."""


def in_a_browser(web: str, h5grove: str, asked: Sequence[Asked]) -> dict[str, float]:
    """Measure; return milliseconds, and how much longer the exact frame takes than its bytes must.

    Parameters
    ----------
    web, h5grove : str
        Addresses of the servers.

    Raises
    ------
    Unavailable
        When the browser is missing, or a server answers badly.
    """
    figures: dict[str, float] = {}
    with chromium() as browser:
        for one in asked:
            ours, theirs = _page_on_line(browser, f"{web}/accounts/login/"), _page_on_line(browser, f"{h5grove}/")
            first_ms = [_taken(ours, _PICTURE, path, one.ticket)[0] for path in one.overviews[:TURNS]]
            exact = [_taken(ours, _BYTES, path, one.ticket) for path in one.chunks[:2]]
            figures[f"first_picture_10mbit_ms_{one.size}"] = statistics.median(first_ms[1:])
            figures[f"exact_10mbit_of_bytes_{one.size}"] = min(taken / _at_best_ms(size) for taken, size in exact)
            figures[f"h5grove_10mbit_ms_{one.size}"] = _taken(theirs, _BYTES, one.plain, "")[0]
            ours.close()
            theirs.close()
    return figures


def _at_best_ms(size_bytes: float) -> float:
    return LATENCY_MS + 1000 * size_bytes * _BITS / LINE_BITS_PER_S


@contextmanager
def chromium() -> Iterator[Any]:
    """Start Chromium without a GPU.

    Raises
    ------
    Unavailable
        When it is missing.
    """
    try:
        from playwright.sync_api import sync_playwright  # only the tests' environment brings it
    except ImportError as missing:
        raise Unavailable("Playwright is not installed: make setup.") from missing
    path = which("chromium")
    if path is None:
        raise Unavailable("Chromium is not installed: make setup.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def _page_on_line(browser: Any, address: str) -> Any:
    """Return a page of a server, its line made thin once it is loaded."""
    page = browser.new_page()
    page.goto(address)
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    speed = {"downloadThroughput": LINE_BITS_PER_S / _BITS, "uploadThroughput": LINE_BITS_PER_S / _BITS}
    line.send("Network.emulateNetworkConditions", {"offline": False, "latency": LATENCY_MS, **speed})
    page.set_default_timeout(180_000)
    return page


def _taken(page: Any, script: str, path: str, ticket: str) -> tuple[float, float]:
    """Return milliseconds, and bytes where the script counts them."""
    taken_ms, status, *size = page.evaluate(script, [path, ticket])
    if status != 200:  # noqa: PLR2004 - HTTP
        raise Unavailable(f"{path} answers with {status}.")
    return float(taken_ms), float(size[0] if size else 0)
