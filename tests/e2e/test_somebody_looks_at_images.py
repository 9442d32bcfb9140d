"""Somebody opens the images of a run: steps, zooms, reads counts, compares, and sends a friend the link."""

import io
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import h5py
import hdf5plugin
import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from farlight.science.geometry import DetectorGeometry, Panel, Sensor, resolution_at, ring_points_px, ring_radius_px
from tests.e2e.axe import violations_of
from tests.e2e.conftest import BUSY_MS
from tests.e2e.pages.login import LoginPage
from tests.e2e.pages.queue import QueuePage, newest_run_once_idle
from tests.e2e.pages.viewer import ViewerPage

SESSION, IMAGES = "mx1001-2", 12
COLLECTED_S = 120
MANY = 100
"""So many images take longer to collect than a page takes to open."""
NO_VALUE = "\N{EN DASH}"

pytestmark = [pytest.mark.browser, pytest.mark.system, pytest.mark.one_facility, pytest.mark.timeout(600)]


def queue_rotation(page: Page, images: int) -> None:
    """Ask for a rotation of so many images, as people do."""
    page.goto(f"/sessions/{SESSION}/queue/")
    queue = QueuePage(page)
    queue.choose_sample("lysozyme-1")
    queue.ask(images=images)
    queue.add()


def wait_for_run(page: Page, number: int, is_so: Callable[[dict[str, Any]], bool]) -> None:
    """Wait until something is true of a run."""
    end = time.monotonic() + COLLECTED_S
    told: dict[str, Any] = {}
    while time.monotonic() < end:
        answer = page.request.get(f"/api/v1/sessions/{SESSION}/runs/{number}")
        told = answer.json()
        if answer.ok and is_so(told):
            return
        page.wait_for_timeout(300)
    raise AssertionError(told)


@dataclass(frozen=True)
class Collected:
    """A run, with its counts as h5py reads them."""

    run: int
    counts: Any
    gap_from: int


@pytest.fixture(scope="module")
def signed_in(chromium: Browser, facility: str, password: str) -> Iterator[BrowserContext]:
    """Mira's browser, for all tests of this file."""
    context = chromium.new_context(base_url=facility, viewport={"width": 1440, "height": 900})
    context.set_default_timeout(BUSY_MS)
    page = context.new_page()
    LoginPage(page).log_in("mira", password)
    page.close()
    yield context
    context.close()


@pytest.fixture(scope="module")
def collected(signed_in: BrowserContext) -> Collected:
    """A run that is finished before the first test begins."""
    page = signed_in.new_page()
    known = newest_run_once_idle(page, SESSION)
    queue_rotation(page, IMAGES)
    wait_for_run(page, known + 1, lambda run: run["state"] == "finished" and run["analysed"] == IMAGES)
    page.goto(f"/sessions/{SESSION}/runs/{known + 1}/files/")
    link = page.get_by_role("link", name=re.compile(r"_000001\.h5$")).first.get_attribute("href")
    assert link is not None
    with h5py.File(io.BytesIO(page.request.get(link).body())) as file:
        counts = file["entry/data/data"][:]
    page.close()
    assert hdf5plugin.get_config()
    return Collected(run=known + 1, counts=counts, gap_from=int(counts.max()))


@pytest.fixture
def page(signed_in: BrowserContext) -> Iterator[Page]:
    """A page of Mira's; anything that the browser complains of fails the test."""
    complaints: list[str] = []
    page = signed_in.new_page()
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    page.close()
    assert complaints == []


@pytest.fixture
def viewer(page: Page, collected: Collected) -> ViewerPage:
    """The viewer of the collected run."""
    return ViewerPage(page, SESSION, collected.run)


def settled_requests(page: Page) -> list[str]:
    """Return a list that grows with every request from now on, once nothing was asked for during a while."""
    asked: list[str] = []

    def hear(request: Request) -> None:
        if not request.url.endswith(".svg"):  # the browser asks for the page's sign when the address changes
            asked.append(request.url)

    page.on("request", hear)
    for _ in range(20):
        page.wait_for_timeout(1500)
        if not asked:
            break
        asked.clear()
    return asked


def geometry_of(viewer: ViewerPage) -> DetectorGeometry:
    """Return the geometry that the server tells the viewer."""
    answer = viewer.page.request.get(f"/api/v1/sessions/{SESSION}/runs/{viewer.run}/viewer")
    told: dict[str, Any] = answer.json()["geometry"]
    panels = tuple(
        Panel(**{**panel, "sensor": Sensor(**panel["sensor"]) if panel["sensor"] else None}) for panel in told["panels"]
    )
    return DetectorGeometry(
        panels=panels, wavelength_angstrom=told["wavelength_angstrom"], beam_direction=told["beam_direction"]
    )


def test_images_are_opened_from_the_run_and_stepped_through(viewer: ViewerPage) -> None:
    page = viewer.page
    page.goto(f"/sessions/{SESSION}/runs/{viewer.run}/")
    page.keyboard.press("i")
    viewer.expect_image(1, IMAGES)
    viewer.expect_exact()
    for key, image in (("ArrowRight", 2), ("PageDown", IMAGES), ("ArrowLeft", 11), ("Home", 1), ("End", IMAGES)):
        viewer.press(key)
        viewer.expect_image(image, IMAGES)
    viewer.expect_exact()
    expect(page).to_have_url(re.compile(rf"/images/{IMAGES}/$"))
    expect(viewer.status).to_have_text(
        re.compile(rf"^Image {IMAGES} of {IMAGES}, \d+ spots, resolution \d\.\d\d\sÅ, exact\.$")
    )
    page.reload()
    viewer.expect_image(IMAGES, IMAGES)


def test_looks_ask_the_server_for_nothing(viewer: ViewerPage) -> None:
    viewer.open(3)
    page = viewer.page
    asked = settled_requests(page)
    viewer.press(
        "+", "+", "-", "i", "c", "c", "l", "t", "t", "t", "b", "r", "e", "y", "m", "z", "z", "d", "s", "x", "0"
    )
    box = viewer.stage.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 300, box["y"] + 200)
    page.mouse.wheel(0, -600)
    page.mouse.down()
    page.mouse.move(box["x"] + 380, box["y"] + 260, steps=8)
    page.mouse.up()
    page.wait_for_timeout(600)
    assert viewer.view["scale"] > 1.5
    assert asked == []
    viewer.press("PageDown")
    viewer.expect_exact()
    viewer.press("Home")
    viewer.expect_exact()
    assert asked, "requests of the worker are heard at all"


def test_counts_under_the_cursor_are_those_of_the_file(viewer: ViewerPage, collected: Collected) -> None:
    viewer.open(2, "?zoom=24&at=0.44,0.52")
    view = viewer.view
    first = (int(view["slow_px"]) + 3, int(view["fast_px"]) + 4)
    for slow, fast in [(first[0] + 4 * step, first[1] + 5 * step) for step in range(6)]:
        viewer.point_at(slow, fast)
        expect(viewer.reading("x")).to_have_text(re.compile(rf"^{fast}\.[3-7]$"))
        expect(viewer.reading("Counts")).to_have_text(str(collected.counts[1, slow, fast]))
    resolution = float(resolution_at(geometry_of(viewer), slow + 0.5, fast + 0.5))
    told = float(viewer.reading("Resolution").inner_text().removesuffix(" Å"))
    assert told == pytest.approx(resolution, rel=0.001)


def test_gap_has_no_counts_and_a_preview_tells_none(viewer: ViewerPage, collected: Collected) -> None:
    page = viewer.page
    for exact in ("**/chunk/**", "**/tile/**"):
        page.route(exact, lambda route: setattr(page, "held", route))  # the exact bytes never come
    page.goto(f"/sessions/{SESSION}/runs/{viewer.run}/images/1/")
    expect(page.locator(".fl-dv-badge")).to_have_text("preview", timeout=30_000)
    viewer.point_at(300, 200)
    expect(viewer.reading("x")).to_have_text(re.compile(r"^(199|200|201)\."))
    expect(viewer.reading("Counts")).to_have_text(NO_VALUE)
    page.unroute_all(behavior="ignoreErrors")
    gaps = (collected.counts[0] == collected.gap_from).nonzero()
    viewer.open(1, f"?zoom=30&at={gaps[0][0] / collected.counts.shape[1]},{gaps[1][0] / collected.counts.shape[2]}")
    viewer.point_at(int(gaps[0][0]), int(gaps[1][0]))
    expect(viewer.reading("Counts")).to_have_text("no value")


def test_rings_are_drawn_where_python_computes_them(viewer: ViewerPage) -> None:
    viewer.open(1, "?rings=1")
    geometry = geometry_of(viewer)
    centre = np.array(geometry.beam_center_px)
    drawn, view = viewer.overlay(), viewer.view
    rings = viewer.page.evaluate("[...document.querySelector('diffraction-viewer').room.pane.painter.ringsShown]")
    assert len(rings) >= 3
    for resolution in rings:
        places = np.concatenate(ring_points_px(resolution, geometry, points=96))
        on_frame = ((places > 2) & (places < np.array(geometry.panels[0].shape) - 2)).all(axis=1)
        places = places[on_frame & (places[:, 0] > centre[0] + 5)]  # labels stand at the top of each ring
        outwards = (places - centre) / np.linalg.norm(places - centre, axis=1)[:, None] / view["scale"]
        on, inside, outside = (opaque_at(drawn, places + by * outwards, view) for by in (0, -5, 5))
        assert on.size >= 5, resolution
        assert on.min() > 100, resolution
        assert np.concatenate([inside, outside]).max() == 0, resolution
    radius = ring_radius_px(rings[1], geometry)
    below = np.array([[centre[0] + radius, centre[1]]])
    assert opaque_at(drawn, below, view).tolist() == [pytest.approx(255, abs=155)]


def opaque_at(drawn: Any, places: Any, view: dict[str, float]) -> Any:
    """Return what is drawn within a pixel of the canvas around detector positions, of those that are seen."""
    found = []
    for slow, fast in places:
        row, column = int((slow - view["slow_px"]) * view["scale"]), int((fast - view["fast_px"]) * view["scale"])
        if 12 < row < drawn.shape[0] - 12 and 12 < column < drawn.shape[1] - 12:
            found.append(int(drawn[row - 1 : row + 2, column - 1 : column + 2].max()))
    return np.array(found)


def test_everything_is_reached_by_keys(viewer: ViewerPage) -> None:
    viewer.open(1)
    page = viewer.page
    page.keyboard.press("?")
    for word in ("resolution rings", "found spots", "line profile", "compare side by side", "next image"):
        expect(page.get_by_role("dialog")).to_contain_text(word)
    page.keyboard.press("Escape")
    stage = page.get_by_role("group", name="Detector image")
    stage.focus()
    viewer.press("r", "p", "z", "z", "d")
    expect(stage).to_be_focused()
    for word in ("resolution rings", "found spots"):
        expect(page.get_by_role("button", name=word)).to_have_attribute("aria-pressed", "true")
    expect(viewer.reading("Counts")).to_have_text(re.compile(r"^(\d+|no value)$"))
    expect(viewer.reading("Resolution")).to_have_text(re.compile(r"^\d+\.\d+ Å$"))
    viewer.press("2")
    expect(page.locator(".fl-dv-chart:visible figcaption")).to_have_text("Along the line")
    page.get_by_text("Values as a table").first.click()
    expect(page.locator(".fl-dv-table:visible tbody tr").first).to_be_visible()
    viewer.press("4")
    expect(page.locator(".fl-dv-chart:visible figcaption")).to_have_text("Radial average")
    viewer.press("5")
    expect(page.locator(".fl-dv-words")).to_have_text(re.compile(r"^Strongest in image \d+;"))
    assert violations_of(page) == []


@pytest.mark.parametrize(("width", "scheme"), [(1440, "dark"), (390, "light"), (360, "dark")])
def test_page_has_nothing_that_axe_objects_to(
    viewer: ViewerPage, chromium: Browser, facility: str, width: int, scheme: Any
) -> None:
    state = viewer.page.context.storage_state()
    window = {"width": width, "height": 800}
    context = chromium.new_context(base_url=facility, storage_state=state, viewport=window, color_scheme=scheme)
    other = ViewerPage(context.new_page(), SESSION, viewer.run)
    other.open(1, "?rings=1&spots=1&box=100,140,100,150")
    assert violations_of(other.page) == []
    assert other.page.evaluate("document.documentElement.scrollWidth") <= width
    is_open = other.page.get_by_role("region", name="Levels and profiles").is_visible()
    assert is_open == (width > 1000)
    other.page.get_by_role("button", name="levels and profiles").click()
    assert violations_of(other.page) == []
    context.close()


def test_two_images_are_compared_and_the_link_leads_to_the_same(viewer: ViewerPage) -> None:
    page = viewer.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.bring_to_front()
    viewer.open(4, "?rings=1")
    viewer.press("C", "z", "z", "i", "+")
    expect(page.locator(".fl-dv-pane[data-lane=exact]")).to_have_count(2, timeout=30_000)
    expect(page.get_by_label("Beside it: image")).to_have_value("5")
    box = viewer.stage.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 100, box["y"] + 150)
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] + 100, steps=4)
    page.mouse.up()
    viewer.press("L")
    expect(page.get_by_text("The link to this view is copied.")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    views = "[...document.querySelectorAll('.fl-dv-pane canvas.fl-dv-image')].length"
    assert page.evaluate(views) == 2
    seen = viewer.view
    assert "beside=5" in link
    assert violations_of(page) == []
    page.goto("/")
    page.goto(link)
    viewer.expect_exact()
    again = viewer.view
    assert {name: round(value, 2) for name, value in again.items()} == {
        name: round(value, 2) for name, value in seen.items()
    }
    expect(page.get_by_role("button", name="invert")).to_have_attribute("aria-pressed", "true")


def test_each_of_two_images_is_read_for_itself(viewer: ViewerPage, collected: Collected) -> None:
    viewer.open(3, "?beside=7&zoom=40&at=0.42,0.53")
    expect(viewer.page.locator(".fl-dv-pane[data-lane=exact]")).to_have_count(2, timeout=30_000)
    view = viewer.view
    slow, fast = int(view["slow_px"]) + 5, int(view["fast_px"]) + 6
    viewer.point_at(slow, fast)
    expect(viewer.reading("Counts")).to_have_text(str(collected.counts[2, slow, fast]))
    box, other = (viewer.page.locator(".fl-dv-pane").nth(place).bounding_box() for place in (0, 1))
    assert box is not None
    assert other is not None
    x, y = viewer.point_of(slow + 0.5, fast + 0.5)
    viewer.page.mouse.move(x + other["x"] - box["x"], y)
    expect(viewer.reading("x")).to_have_text(re.compile(rf"^{fast}\."))
    expect(viewer.reading("Counts")).to_have_text(str(collected.counts[6, slow, fast]))


def test_run_is_played_round_and_round(viewer: ViewerPage) -> None:
    viewer.open(IMAGES - 1)
    viewer.page.get_by_label("Speed").select_option("20")
    viewer.press("v")
    expect(viewer.page.get_by_role("button", name="play or pause")).to_have_attribute("aria-pressed", "true")
    viewer.expect_image(4, IMAGES)
    viewer.press("v")
    viewer.expect_exact()
    assert viewer.image_number() <= IMAGES


def test_images_together_are_summed(viewer: ViewerPage, collected: Collected) -> None:
    viewer.open(1, "?zoom=24&at=0.44,0.52")
    viewer.press(".", ".")
    expect(viewer.page.get_by_role("heading", level=1)).to_contain_text(f"Image 1 to 3 of {IMAGES}")
    viewer.page.wait_for_function("() => document.querySelector('diffraction-viewer').room.pane.drawn.count === 3")
    viewer.expect_exact()
    view = viewer.view
    slow, fast = int(view["slow_px"]) + 6, int(view["fast_px"]) + 8
    viewer.point_at(slow, fast)
    expect(viewer.reading("Counts")).to_have_text(str(collected.counts[:3, slow, fast].sum()))


def test_without_script_and_without_the_worker_the_server_draws(
    viewer: ViewerPage, chromium: Browser, facility: str
) -> None:
    path = f"/sessions/{SESSION}/runs/{viewer.run}/images/2/?rings=1"
    state = viewer.page.context.storage_state()
    still = chromium.new_context(base_url=facility, storage_state=state, java_script_enabled=False).new_page()
    still.goto(path)
    expect(still.locator("#viewer svg image")).to_be_visible()
    still.get_by_role("link", name="next image").click()
    expect(still.get_by_role("heading", level=1)).to_contain_text(f"Image 3 of {IMAGES}")
    still.context.close()

    broken = chromium.new_context(base_url=facility, storage_state=state).new_page()
    broken.route("**/viewer.wasm", lambda route: route.fulfill(status=503))
    broken.goto(path)
    expect(broken.get_by_role("status").filter(has_text="drawn by the server")).to_be_visible(timeout=30_000)
    expect(broken.locator("#viewer svg image")).to_be_visible()
    broken.context.close()


def test_address_says_everything(viewer: ViewerPage) -> None:
    looks = "?levels=0,80&ice=1&mask=0&colours=viridis&scale=sqrt&threshold=5&zoom=3&at=0.4,0.5&box=100,120,200,230"
    viewer.open(5, looks)
    viewer.page.wait_for_timeout(800)
    assert viewer.page.url.endswith(f"/images/5/{looks}")
    expect(viewer.page.locator(".fl-dv-words")).to_have_text(re.compile(r"^30 . 20 px, "))


def test_newest_image_is_followed_while_it_is_collected(page: Page) -> None:
    known = newest_run_once_idle(page, SESSION)
    queue_rotation(page, MANY)
    wait_for_run(page, known + 1, lambda run: run["frames"] > 1)
    viewer = ViewerPage(page, SESSION, known + 1)
    viewer.open(1, "?newest=1")
    seen = viewer.image_number()
    page.wait_for_function(
        "before => Number(/Image (\\d+)/.exec(document.querySelector('h1').textContent)[1]) > before", arg=seen
    )
    assert page.evaluate("performance.getEntriesByType('navigation').length") == 1
    viewer.expect_image(MANY, MANY, timeout_s=COLLECTED_S)
    viewer.expect_exact()
    viewer.press("ArrowLeft")
    viewer.expect_image(MANY - 1, MANY)
