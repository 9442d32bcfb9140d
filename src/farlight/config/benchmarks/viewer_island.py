"""The viewer's page in Chromium without a GPU: stepping with a key held down, changing how one looks, and faint spots.

All is taken from what the page tells (`picture-drawn` of the viewer), with a real web process behind it, signed in as
somebody of the session.
"""

import base64
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from farlight.config.benchmarks.facility import NAMES
from farlight.config.benchmarks.viewer_browser import LATENCY_MS, LINE_BITS_PER_S, chromium
from farlight.config.benchmarks.viewer_line import thin_line
from farlight.config.benchmarks.viewer_runs import MeasuredRun
from farlight.config.benchmarks.viewer_visibility import averaged, faint_spots, heights_of, left_out, visible_frac
from farlight.kernel.errors import Unavailable
from farlight.science.images import open_images
from farlight.science.overviews import cell_px
from farlight.science.spots import find_spots, gap_value

HEIGHT_PX = 1000
CANVAS_PX = 1400 * 1000
"""So many pixels are drawn anew; in the page's own proportions."""
WINDOW_PX = (1800, 1300)
KEYS_PER_S = {"10mbit": 30, "10mbit_quick_key": 60, "local": 60}
"""How often the held key repeats: as keyboards do, and as often as a screen shows pictures."""
STEPPING_S = 5.0
ROUNDS = 6
CHANGES = (
    ("rings", "r"), ("contrast", "+"), ("contrast", "-"), ("invert", "i"), ("colours", "c"), ("threshold", "t"),
    ("dispersion", "t"), ("", "t"), ("zoom", "z"), ("zoom", "z"), ("pan", "d"), ("pan", "s"), ("pan", "a"),
    ("zoom", "0"), ("", "i"), ("", "r"),
)  # fmt: skip
"""What a round does: name of the figure (none where it only undoes), and key. Rings are there for all but the last."""
LIMITED = ("rings", "contrast", "invert", "colours", "threshold", "pan")
"""What has to be within a blink."""
BESIDE_PX = 12.0
"""So far from a spot there is another one by chance only; on the canvas."""
ONLY_OVERLAYS = frozenset("r")
_HEAR = """() => {
  globalThis.told = [];
  document.addEventListener("picture-drawn", ({ detail, target }) => {
    const began = performance.now();
    if (detail.what === "overlays" && globalThis.isWaitingForOverlays)
      target.querySelector(".fl-dv-over").getContext("2d").getImageData(0, 0, 1, 1);
    const now = performance.now();
    told.push({ ...detail, took_ms: detail.took_ms + now - began, at_ms: now });
  });
  globalThis.press = (key, repeat) =>
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, repeat, bubbles: true }));
  globalThis.pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
}"""
_HOLD = """async ([seconds, keysPerSecond]) => {
  const held = setInterval(() => press("ArrowRight", true), 1000 / keysPerSecond);
  await pause(1000);
  told.length = 0;
  const began = performance.now();
  await pause(1000 * seconds);
  const taken_s = (performance.now() - began) / 1000;
  clearInterval(held);
  const images = told.filter(({ what }) => what === "image");
  const overviews = images.filter(({ lane }) => lane === "overview");
  return [new Set(images.map(({ image }) => image)).size / taken_s, overviews.length / Math.max(images.length, 1)];
}"""
_CHANGE = """async ([key, what]) => {
  globalThis.isWaitingForOverlays = true;
  told.length = 0;
  press(key, false);
  const latest = performance.now() + 5000;
  while (!told.some((one) => one.what === what)) {
    if (performance.now() > latest) throw new Error(`Nothing was drawn for ${key}.`);
    await pause(20);
  }
  await pause(100);
  return ["look", "overlays"].reduce((sum, kind) =>
    sum + Math.max(0, ...told.filter((one) => one.what === kind).map((one) => one.took_ms)), 0);
}"""
_PICTURE = """() => {
  const shown = document.querySelector(".fl-dv-image");
  const copy = document.createElement("canvas");
  [copy.width, copy.height] = [shown.width, shown.height];
  copy.getContext("2d").drawImage(shown, 0, 0);
  const { view } = document.querySelector("diffraction-viewer").room.pane;
  return [copy.toDataURL("image/png"), view];
}"""


@dataclass(frozen=True)
class Watched:
    """A run that is looked at: every overview of it was made beforehand."""

    port: int
    """Of the web process."""
    number: int
    images: MeasuredRun
    cookie: tuple[str, str]
    """Of somebody of the session: name, value."""


def in_the_page(watched: Watched) -> dict[str, float]:
    """Measure; return figures by name; takes a minute.

    Raises
    ------
    Unavailable
        When the browser is missing, or the viewer shows nothing.
    """
    figures = faint_spots()
    with chromium() as browser:
        round_trip_s = LATENCY_MS / 1000
        with thin_line(watched.port, bits_per_s=LINE_BITS_PER_S, round_trip_s=round_trip_s) as port:
            for line in ("10mbit", "10mbit_quick_key"):
                figures |= _stepping(browser, watched, port, line)
        figures |= _stepping(browser, watched, watched.port, "local")
        with _page(browser, watched, watched.port, "?levels=0,255") as page:
            _wait_for(page, "exact")
            figures |= _spots(page, watched.images)
            figures |= _redraws(page)
    return figures


@contextmanager
def _page(browser: Any, watched: Watched, port: int, looks: str = "") -> Iterator[Any]:
    """Open the page of the first image in a browser that was never here before, its picture 1000 pixels high."""
    address = f"http://127.0.0.1:{port}"
    context = browser.new_context(viewport=dict(zip(("width", "height"), WINDOW_PX, strict=True)))
    name, value = watched.cookie
    context.add_cookies([{"name": name, "value": value, "url": address}])
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{address}/sessions/{NAMES.session}/runs/{watched.number}/images/1/{looks}")
    page.locator(".fl-dv-pane[data-lane]").wait_for()
    _fit(page, HEIGHT_PX)
    page.evaluate(_HEAR)
    yield page
    context.close()


def _fit(page: Any, height_px: int) -> tuple[int, int]:
    """Make the window such that the picture is so high; return its width and height, in pixels."""
    width, height = WINDOW_PX
    for _ in range(3):  # what stands around it depends on the window a little
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(300)
        box = page.locator(".fl-dv-pane").bounding_box()
        height += height_px - round(box["height"])
    return round(box["width"]), round(box["height"])


def _wait_for(page: Any, lane: str) -> None:
    page.locator(f".fl-dv-pane[data-lane={lane}]").wait_for()
    page.wait_for_timeout(2000)  # what is fetched ahead, and the settling of the address


def _stepping(browser: Any, watched: Watched, port: int, line: str) -> dict[str, float]:
    """Hold the key for the next image; return how many images stand on the screen each second."""
    with _page(browser, watched, port) as page:
        page.wait_for_timeout(2000)
        per_s, overviews = page.evaluate(_HOLD, [STEPPING_S, KEYS_PER_S[line]])
    return {f"stepping_fps_{line}": per_s, f"stepping_overviews_frac_{line}": overviews}


def _redraws(page: Any) -> dict[str, float]:
    """Change how one looks; return the median of each change, the slowest of them, and the requests meanwhile.

    What lies over the picture counts along where it is drawn anew: within a tenth of a second after the picture.
    """
    asked: list[str] = []
    width_px, height_px = _fit(page, round(CANVAS_PX / _fit(page, HEIGHT_PX)[0]))
    page.wait_for_timeout(1000)
    page.on("request", lambda request: asked.append(request.url) if not request.url.endswith(".svg") else None)
    taken: dict[str, list[float]] = {}
    for turn in range(ROUNDS + 1):
        for name, key in CHANGES:
            taken_ms = page.evaluate(_CHANGE, [key, "overlays" if key in ONLY_OVERLAYS else "look"])
            if turn and name:  # the first round warms up
                taken.setdefault(name, []).append(taken_ms)
    medians = {name: statistics.median(values) for name, values in taken.items()}
    return {
        "redraw_ms": max(medians[name] for name in LIMITED),
        **{f"redraw_ms_{name}": value for name, value in medians.items()},
        "redraw_requests": float(len(asked)),
        "redraw_canvas_mpx": width_px * height_px / 1e6,
    }


def _spots(page: Any, images: MeasuredRun) -> dict[str, float]:
    """Return the share of the first image's spots that are seen in what the worker drew, and as others draw it."""
    png, view = page.evaluate(_PICTURE)
    drawn = heights_of(base64.b64decode(png.partition(",")[2]))
    with open_images(images.master) as source:
        counts, mask, cell = source.frame(0), source.mask, cell_px(source.shape)
    spots = find_spots(counts, mask)
    if not len(spots):
        raise Unavailable("The measured image has no spots.")
    good = (mask == 0) & (counts < gap_value(counts.dtype))
    rows, columns = (
        (place - view[corner]) * view["scale"]
        for place, corner in ((spots.slow_px, "slow_px"), (spots.fast_px, "fast_px"))
    )
    in_cells = spots.slow_px / cell, spots.fast_px / cell
    return {
        "spots_found_16m": float(len(spots)),
        "spots_visible_frac_16m": visible_frac(drawn, rows, columns),
        "spots_visible_frac_16m_beside": visible_frac(drawn, rows + BESIDE_PX, columns + BESIDE_PX),
        "spots_visible_frac_16m_averaged": visible_frac(averaged(counts, good, cell), *in_cells),
        "spots_visible_frac_16m_left_out": visible_frac(left_out(counts, good, cell), *in_cells),
    }
