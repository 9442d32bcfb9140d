"""The whole way of three powders by mail-in: declared by the XPDF sheet, posted, measured by staff, disposed of."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.pages.containers import ContainersPage
from tests.e2e.pages.login import window_of
from tests.e2e.pages.parcels import ParcelsPage
from tests.e2e.pages.scan import ScanPage

pytestmark = [pytest.mark.browser, pytest.mark.system, pytest.mark.timeout(600)]

SHEET = """Acronym,Composition,Density,Packing Fraction,Comments
CeO2,Ce O2,7.22,0.55,fine
TiO2,Ti O2,4.23,0.6,rutile
ZnO,Zn O,5.61,0.5,wurtzite
"""
NEW = ("TiO2", "ZnO")
ADDRESS = {
    "name": "Tessa Vance",
    "institute": "University of Cambridge",
    "street": "Tennis Court Road 80",
    "postcode": "CB2 1GA",
    "city": "Cambridge",
    "phone": "+44 1223 00 00 00",
    "email": "tessa@cambridge.example",
}


def declare_by_sheet(page: Page) -> str:
    """From the front page to a sheet that is taken over; return its address."""
    page.get_by_role("link", name="Samples", exact=True).click()
    page.get_by_role("link", name="Sheets", exact=True).click()
    page.get_by_label("For the proposal").focus()
    page.keyboard.type("xp4004")
    expect(page.get_by_role("button", name="Take this one")).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("proposal=xp4004"))
    file = {"name": "oxides.csv", "mimeType": "text/csv", "buffer": SHEET.encode()}
    page.set_input_files("#file", files=[file])
    page.get_by_role("button", name="Check it for xp4004").click()
    expect(page.locator("#sheet")).to_contain_text("XPDF, simple samples")
    expect(page.locator(".fl-sheet-new")).to_contain_text("xp4004 does not have TiO2 and ZnO yet.")
    page.get_by_role("button", name="They are new: make them").click()
    page.get_by_role("button", name="Take over 3 samples").click()
    expect(page.get_by_role("link", name="The sheet with positions and results")).to_be_visible()
    return page.url


def declare_hazards(page: Page) -> None:
    """Follow what the list of samples asks for next, by keyboard alone."""
    for acronym in NEW:
        page.get_by_role("link", name="Samples", exact=True).first.click()
        page.locator(".fl-message-warning").get_by_role("link", name=acronym).focus()
        page.keyboard.press("Enter")
        page.get_by_label("It is harmless").focus()
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.type("200")
        page.get_by_label("What becomes of it afterwards?").focus()
        page.keyboard.type("Dispose of it")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text(acronym)


def approve(page: Page) -> None:
    """The safety group says green."""
    for acronym in NEW:
        page.get_by_role("link", name="Samples", exact=True).first.click()
        page.get_by_role("link", name="Safety review", exact=True).click()
        page.get_by_role("link", name=acronym, exact=True).click()
        page.locator("input[name=hazard][value=green]").check()
        page.get_by_role("button", name="Approve").click()


def send(page: Page) -> str:
    """Fill a box, pack and post it; return the parcel's code."""
    containers, parcels = ContainersPage(page), ParcelsPage(page)
    containers.declare("XPB-0200", "XPDF box", proposal="xp4004")
    page.get_by_role("button", name="Put 3 samples in, in order").click()
    expect(containers.slot("3")).to_contain_text("ZnO")
    parcels.begin("Oxides by post", proposal="xp4004", purpose="xp4004-1", address=ADDRESS, country="GB")
    parcels.pack("XPB-0200")
    code = parcels.weigh("box", weight_kg="0.4", side_mm="120")
    parcels.go_on(code, "approved")
    parcels.print_label(code)
    parcels.go_on(code, "booked")
    parcels.go_on(code, "on its way")
    return code


def test_powders_by_mail_in_are_measured_and_disposed_of(chromium: Browser, facility: str, password: str) -> None:
    tessa = window_of(chromium, facility, "tessa", password)
    expect(tessa.get_by_role("row", name=re.compile("xp4004-1"))).to_contain_text("Mail-in")
    sheet = declare_by_sheet(tessa)
    declare_hazards(tessa)
    sven = window_of(chromium, facility, "sven", password, wide=390, high=844)
    approve(sven)
    code = send(tessa)
    scan, parcels = ScanPage(sven), ParcelsPage(tessa)
    scan.scan(code, "Arrived", "Inspected, all well", "To the rack > S")
    parcels.open(code)
    expect(parcels.state).to_contain_text("stored")

    lena = window_of(chromium, facility, "lena", password)
    containers = ContainersPage(lena)
    containers.open("XPB-0200")
    lena.get_by_role("button", name="Mark all 3 as measured").focus()
    lena.keyboard.press("Enter")
    expect(containers.slot("2")).to_contain_text("measured")

    tessa.goto(sheet)
    with tessa.expect_download() as given:
        tessa.get_by_role("link", name="The sheet with positions and results").click()
    text = given.value.path().read_text(encoding="utf-8-sig")
    assert [line.split(",")[0] for line in text.splitlines()] == ["Acronym", "CeO2", "TiO2", "ZnO"]
    assert text.count("measured") == text.count("XPB-0200") == len(SHEET.splitlines()) - 1

    parcels.ask(code, "Have it disposed of", "to be disposed of")
    sven.goto(f"/parcels/{code}/")
    sven.locator(".fl-parcel-act a.btn-primary").click()
    sven.get_by_label("Why").fill("Measured; the group does not want it back.")
    sven.locator("form button.btn-primary").first.click()
    expect(tessa.locator(".fl-parcel-state")).to_contain_text("disposed of")
    for page in (tessa, sven, lena):
        page.context.close()
