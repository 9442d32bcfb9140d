"""The whole way of four cryo-EM grids: in a grid box, in a puck, in a dewar; to the stores, and home again."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.pages.containers import ContainersPage
from tests.e2e.pages.login import window_of
from tests.e2e.pages.parcels import ADDRESS, ParcelsPage
from tests.e2e.pages.samples import SamplesPage
from tests.e2e.pages.scan import ScanPage

pytestmark = [pytest.mark.browser, pytest.mark.system, pytest.mark.timeout(600)]


def declare_grids(page: Page) -> None:
    """Answer the three questions and fill the table, by keyboard alone from the front page on."""
    keys = page.keyboard
    for name in ("Samples", "Declare samples"):
        page.get_by_role("link", name=name, exact=True).first.focus()
        keys.press("Enter")
    proposal = page.get_by_label("For the proposal")
    expect(proposal).to_have_value("em3003")
    page.get_by_role("link", name=re.compile("Cryo-EM grids")).focus()
    keys.press("Enter")
    page.get_by_label("Which macromolecule?").focus()
    keys.type("ApoF")
    keys.press("Tab")
    expect(page.get_by_label("How many?")).to_be_focused()
    keys.press("Tab")
    keys.type("A new one")
    keys.press("Tab")
    keys.type("GB-0200")
    keys.press("Tab")
    expect(page.get_by_label("What sort is it?")).to_be_focused()
    keys.type("Grid box 1")
    keys.press("Tab")
    keys.press("Enter")
    samples = SamplesPage(page)
    expect(page.locator(".tabulator-row")).to_have_count(4)
    expect(samples.cell(4, "slot")).to_have_text("4")
    expect(samples.status).to_have_text("Nothing is wrong.")
    page.get_by_role("button", name=re.compile("^Declare 4")).focus()
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Samples")


def nest(page: Page) -> None:
    """The box into a puck, by keys and from the puck's side; the puck into a dewar, by mouse and from the puck."""
    containers = ContainersPage(page)
    containers.declare("DRY-0200", "Dewar", proposal="em3003")
    containers.declare("EMP-0200", "Cryo-EM puck 1", proposal="em3003")
    containers.put_by_keys("4", "GB-0200")
    containers.put_into("DRY-0200, position 1")
    page.get_by_role("link", name="GB-0200").last.click()
    expect(containers.lies).to_have_text("It lies in EMP-0200, position 4")


def test_grids_go_in_a_box_in_a_puck_in_a_dewar_and_come_home(chromium: Browser, facility: str, password: str) -> None:
    mira = window_of(chromium, facility, "mira", password)
    declare_grids(mira)
    nest(mira)
    parcels = ParcelsPage(mira)
    parcels.begin("Ferritin grids", proposal="em3003", purpose="queue", address=ADDRESS, country="SE")
    expect(mira.get_by_role("button", name="Pack GB-0200")).to_have_count(0)  # it travels in its puck
    parcels.pack("DRY-0200")
    code = parcels.weigh("dewar", weight_kg="18", side_mm="500")
    parcels.go_on(code, "approved")
    parcels.print_label(code)
    parcels.go_on(code, "booked")
    parcels.go_on(code, "on its way")

    sven = window_of(chromium, facility, "sven", password, wide=390, high=844)
    scan = ScanPage(sven)
    scan.scan(code, "Arrived", "Inspected, all well", "Topped up > Half", "To the rack > A9")
    parcels.open(code)
    expect(parcels.state).to_contain_text("stored")
    for part in ("DRY-0200", "EMP-0200", "GB-0200"):
        mira.locator(".fl-parcel-inside summary", has_text=part).click()
    expect(mira.locator(".fl-parcel-inside")).to_contain_text(re.compile("ApoF-01.*ApoF-04", re.DOTALL))

    parcels.ask(code, "Have it sent back", "to be sent back")
    scan.scan(code, "Handed to the courier")
    parcels.open(code)
    expect(parcels.state).to_contain_text("on its way back")
    parcels.go_on(code, "returned")
    mira.goto("/samples/?q=GB-0200")
    expect(mira.locator("tr", has_text="ApoF-01").locator("[data-label=State]")).to_contain_text("returned")
    for page in (mira, sven):
        page.context.close()
