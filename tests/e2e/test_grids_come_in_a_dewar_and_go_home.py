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


def declare_grids(page: Page, box: str) -> list[str]:
    """Answer the three questions and fill the table, by keyboard alone from the front page on; return the names."""
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
    keys.type(box)
    keys.press("Tab")
    expect(page.get_by_label("What sort is it?")).to_be_focused()
    keys.type("Grid box 1")
    keys.press("Tab")
    keys.press("Enter")
    samples = SamplesPage(page)
    expect(page.locator(".tabulator-row")).to_have_count(4)
    expect(samples.cell(4, "slot")).to_have_text("4")
    expect(samples.status).to_have_text("Nothing is wrong.")
    names = [samples.cell(row, "name").inner_text() for row in range(1, 5)]
    page.get_by_role("button", name=re.compile("^Declare 4")).focus()
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Samples")
    return names


def nest(page: Page, box: str, puck: str, dewar: str) -> None:
    """The box into a puck, by keys and from the puck's side; the puck into a dewar, by mouse and from the puck."""
    containers = ContainersPage(page)
    containers.declare(dewar, "Dewar", proposal="em3003")
    containers.declare(puck, "Cryo-EM puck 1", proposal="em3003")
    containers.put_by_keys("4", box)
    containers.put_into(f"{dewar}, position 1")
    page.get_by_role("link", name=box).last.click()
    expect(containers.lies).to_have_text(f"It lies in {puck}, position 4")


def test_grids_go_in_a_box_in_a_puck_in_a_dewar_and_come_home(
    chromium: Browser, facility: str, password: str, again: str
) -> None:
    box, puck, dewar = f"GB-{again}", f"EMP-{again}", f"DRY-{again}"
    mira = window_of(chromium, facility, "mira", password)
    names = declare_grids(mira, box)
    nest(mira, box, puck, dewar)
    parcels = ParcelsPage(mira)
    parcels.begin("Ferritin grids", proposal="em3003", purpose="queue", address=ADDRESS, country="SE")
    expect(mira.get_by_role("button", name=f"Pack {box}")).to_have_count(0)  # it travels in its puck
    parcels.pack(dewar)
    code = parcels.weigh("dewar", weight_kg="18", side_mm="500")
    parcels.go_on(code, "approved")
    parcels.print_label(code)
    parcels.go_on(code, "booked")
    parcels.go_on(code, "on its way")

    sven = window_of(chromium, facility, "sven", password, wide=390, high=844)
    scan = ScanPage(sven)
    scan.scan(code, "Arrived", "Inspected, all well", "Topped up > Half", "To the rack > A")
    parcels.open(code)
    expect(parcels.state).to_contain_text("stored")
    for part in (dewar, puck, box):
        mira.locator(".fl-parcel-inside summary", has_text=part).click()
    expect(mira.locator(".fl-parcel-inside")).to_contain_text(re.compile(".*".join(names), re.DOTALL))

    parcels.ask(code, "Have it sent back", "to be sent back")
    scan.scan(code, "Handed to the courier")
    parcels.open(code)
    expect(parcels.state).to_contain_text("on its way back")
    parcels.go_on(code, "returned")
    mira.goto(f"/samples/?q={box}")
    expect(mira.locator("tr", has_text=names[0]).locator("[data-label=State]")).to_contain_text("returned")
    for page in (mira, sven):
        page.context.close()
