"""What an edge scan says leads to the next sweep, by keys; results sound when somebody wants that; paper shows all."""

import io
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from farlight.acquisition.types import RequestKind
from farlight.beamlines.public import beamline, define_beamline
from farlight.beamlines.types import BeamlineDefinition
from farlight.bus.public import watch
from farlight.portal.tests.test_web_scans import KINDS
from farlight.runs.tests.factories import let_be_found, point_at
from farlight.runs.tests.test_services_examining import EDGE, selenium, write_scan
from tests.e2e.conftest import BUILT
from tests.e2e.hall import Hall, behind_the_scenes, hall_at
from tests.system.web_server import web_server

pytestmark = [
    pytest.mark.browser,
    pytest.mark.system,
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume"),  # static files, in the server's thread
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

LISTEN = """
window.heardHz = [];
window.OscillatorNode = class extends window.OscillatorNode {
  constructor(audio, options) {
    super(audio, options);
    window.heardHz.push(options.frequency);
  }
};
"""
"""The browser's own sound generators, overheard."""


@pytest.fixture
def hall(chromium: Browser, transactional_db: None) -> Iterator[Hall]:
    if not BUILT.is_file():
        pytest.skip("the front end is not built (make setup)")
    with web_server() as address:
        yield from hall_at(address, chromium)
    watch.stop()


def heard_hz(page: Page) -> list[float]:
    return list(page.evaluate("window.heardHz"))


def test_sounds_are_off_until_they_are_wanted(hall: Hall) -> None:
    hall.page.add_init_script(LISTEN)
    page = hall.open()
    hall.collect(1)
    expect(page.locator("#run-1")).to_have_attribute("data-state", "aborted")
    failing = {"kind": "run-ended", "run": 1, "outcome": "failed"}
    tell = "detail => document.body.dispatchEvent(new CustomEvent('live-event', { detail }))"
    page.evaluate(tell, failing)
    assert heard_hz(page) == []
    switch = page.locator("[data-sound-switch]")
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.evaluate("button => button.click()")
    expect(switch).to_have_attribute("aria-pressed", "true")
    assert heard_hz(page) == [660, 880]
    page.evaluate(tell, failing)
    page.evaluate(tell, {"kind": "run-progressed", "run": 1})
    assert heard_hz(page) == [660, 880, 220, 196]
    hall.open()
    page.evaluate(tell, {"kind": "processing-finished", "run": 1})
    assert heard_hz(page) == [660, 880]


def an_edge_scan(hall: Hall, folder: Path) -> None:
    """Let an edge scan be measured, with its file."""
    layout, found = KINDS["edge_scan"]
    hall.collect(1, kind="edge_scan", layout=layout, folder=str(folder))
    path = write_scan(folder, EDGE, EDGE.energies_ev(12658.0), selenium)
    behind_the_scenes(point_at, hall.code, 1, path)
    behind_the_scenes(let_be_found, hall.code, 1, found, frames=151)


def test_an_edge_leads_to_a_rotation_at_its_peak_by_keys(hall: Hall, tmp_path: Path) -> None:
    an_edge_scan(hall, tmp_path)
    page = hall.open()
    plot = page.get_by_role("img", name="Se K edge: peak at 12662.5 eV, inflection at 12660.0 eV.")
    expect(plot.locator("svg")).to_be_visible()
    plot.hover()
    expect(plot.locator("canvas").first).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator("#run-1")).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").startswith("Use"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_label("Energy (eV)")).to_have_value("12662.5")


def let_every_kind_be_measured() -> None:
    """Let the beamline of Ada's session do all that can be asked for."""
    instrument = beamline("sim1")
    parts = {field.name: getattr(instrument, field.name) for field in fields(BeamlineDefinition)}
    every = tuple(kind.value for kind in RequestKind)
    define_beamline(definition=BeamlineDefinition(**parts | {"collections": every}))


def test_only_the_fields_of_a_kind_are_shown_and_keys_choose_it(hall: Hall) -> None:
    behind_the_scenes(let_every_kind_be_measured)
    page = hall.page
    page.goto(f"/sessions/{hall.code}/queue/")
    fields_of = {
        "Rotation": "Images",
        "Screening": "Angles (°)",
        "Grid": "Rows",
        "Powder or solution": "Images",
        "Edge scan": "Element",
        "Spectrum": "Exposure per point (s)",
        "Alignment": "Axis",
        "Wash": "Duration (s)",
        "Anneal": "Duration (s)",
    }
    page.get_by_role("radio", name="Rotation").focus()
    for kind, shown in fields_of.items():
        expect(page.get_by_role("radio", name=kind)).to_be_checked()
        visible = [label for label in set(fields_of.values()) if page.get_by_label(label, exact=True).is_visible()]
        assert visible == [shown] or {shown, "Exposure per point (s)"} == set(visible), kind
        page.keyboard.press("ArrowRight")
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    page.get_by_label("Element").fill("Hg")
    page.get_by_label("Edge", exact=True).select_option("L3")
    page.get_by_label("Element").press("Enter")
    expect(page.locator("#queue")).to_contain_text("Hg L3 edge, from 60 eV below to 90 eV above")


def test_paper_shows_what_nobody_scrolled_to(hall: Hall, tmp_path: Path) -> None:
    an_edge_scan(hall, tmp_path)
    for number in range(2, 12):
        hall.note(f"Note {number}")
    page = hall.open()
    page.evaluate("window.print = () => { window.isPrinted = true; }")
    expect(page.locator("farlight-result-chart svg")).to_have_count(0)
    page.get_by_role("button", name="Print what is shown").click()
    page.wait_for_function("window.isPrinted")
    expect(page.locator("farlight-result-chart svg")).to_have_count(1)
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Print what is shown")).to_be_hidden()
    expect(page.locator(".fl-found a").first).to_be_hidden()
    expect(page.locator(".fl-strip")).to_be_hidden()
    assert len(io.BytesIO(page.pdf(format="A4")).getvalue()) > 10_000
