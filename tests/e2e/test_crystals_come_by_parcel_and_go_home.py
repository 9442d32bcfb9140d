"""The whole way of sixteen crystals: declared by a sheet, sent, scanned in, loaded, measured, and sent home again."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.pages.login import window_of
from tests.e2e.pages.parcels import ADDRESS, ParcelsPage
from tests.e2e.pages.scan import ScanPage

pytestmark = [pytest.mark.browser, pytest.mark.system, pytest.mark.timeout(600)]

HEADINGS = "Container,Container type,Position,Substance,Sample name\n"


def declare_by_sheet(page: Page, puck: str, name: str) -> None:
    rows = [f"{puck},UniPuck,{n},Insu,{name}-{n:02d}\n" for n in range(1, 17)]
    page.goto("/sheets/?proposal=mx1001")
    file = {"name": "march.csv", "mimeType": "text/csv", "buffer": (HEADINGS + "".join(rows)).encode()}
    page.set_input_files("#file", files=[file])
    page.get_by_role("button", name="Check it").click()
    expect(page.locator("#sheet")).to_contain_text("Crystals for MX")
    page.get_by_role("button", name="Take over 16 samples").click()
    expect(page.get_by_role("link", name="The sheet with positions and results")).to_be_visible()


def load_changer(page: Page, puck: str) -> None:
    """Drag the puck that waits onto the first position that is free."""
    page.goto("/sessions/mx1001-2/changer/")
    waiting = page.get_by_role("button", name=re.compile(puck))
    position = page.locator("[data-place]:not([data-taken])").first.get_attribute("data-place")
    place = page.locator(f'[data-place="{position}"]')
    waiting.hover()
    page.mouse.down()
    box = place.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=8)
    page.mouse.up()
    expect(place).to_have_attribute("aria-label", f"Position {position}: {puck}, 16 samples")


def unload_changer(page: Page, puck: str) -> None:
    """Take the puck out by the lists, by keyboard alone."""
    page.goto("/sessions/mx1001-2/changer/")
    page.locator("select[name=container]").select_option(label=puck)
    page.locator("select[name=slot]").select_option(label="out of the changer")
    page.get_by_role("button", name="Put it there").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=re.compile(puck))).to_be_visible()


def test_sixteen_crystals_come_are_measured_and_go_home(
    chromium: Browser, facility: str, password: str, again: str
) -> None:
    puck, name = f"UPP-{again}", f"cube{again}"
    mira = window_of(chromium, facility, "mira", password)
    declare_by_sheet(mira, puck, name)
    parcels = ParcelsPage(mira)
    parcels.begin("Cubes, March", proposal="mx1001", purpose="mx1001-2", address=ADDRESS, country="SE")
    parcels.pack(puck)
    code = parcels.weigh("dewar", weight_kg="18", side_mm="400")
    parcels.go_on(code, "approved")
    parcels.print_label(code)
    parcels.go_on(code, "booked")
    parcels.go_on(code, "on its way")

    sven = window_of(chromium, facility, "sven", password, wide=390, high=844)
    scan = ScanPage(sven)
    scan.scan(code, "Arrived", "Inspected, all well", "To the rack > A")
    expect(mira.locator(".fl-parcel-state")).to_contain_text("stored")  # by itself: the session's stream tells

    lena = window_of(chromium, facility, "lena", password)
    load_changer(lena, puck)
    mira.goto("/sessions/mx1001-2/queue/")
    mira.get_by_label("Sample").select_option(label=f"{name}-05 (Insu, {puck} position 5)")
    mira.get_by_label("Images").fill("10")
    mira.get_by_role("button", name="Add to the queue").click()
    mira.goto("/sessions/mx1001-2/")
    expect(mira.locator("article", has_text=f"{name}-05").first).to_be_visible()

    unload_changer(lena, puck)
    parcels.ask(code, "Have it sent back", "to be sent back")
    scan.scan(code, "Handed to the courier")
    expect(mira.locator(".fl-parcel-state")).to_contain_text("on its way back")
    parcels.go_on(code, "returned")
    for page in (mira, sven, lena):
        page.context.close()
