"""The whole way of sixteen crystals: declared by a sheet, sent, scanned in, loaded, measured, and sent home again."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.system, pytest.mark.timeout(600)]

PUCK = "UPP-0300"
ROWS = [f"{PUCK},UniPuck,{n},Insu,cube-{n:02d}\n" for n in range(1, 17)]
SHEET = "Container,Container type,Position,Substance,Sample name\n" + "".join(ROWS)
ADDRESS = {
    "name": "Mira Okafor",
    "institute": "Uppsala University",
    "street": "Husargatan 3",
    "postcode": "752 37",
    "city": "Uppsala",
    "phone": "+46 18 000 00 00",
    "email": "mira@uppsala.example",
}
PATIENCE_MS = 60_000


def logged_in(
    chromium: Browser, facility: str, login: str, password: str, *, wide: int = 1440, high: int = 900
) -> Page:
    """A window of its own for somebody."""
    context = chromium.new_context(base_url=facility, viewport={"width": wide, "height": high}, accept_downloads=True)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.get_by_label("User name or e-mail").fill(login)
    page.get_by_label("Password").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{facility}/")
    return page


def declare_by_sheet(page: Page) -> None:
    page.goto("/sheets/?proposal=mx1001")
    file = {"name": "march.csv", "mimeType": "text/csv", "buffer": SHEET.encode()}
    page.set_input_files("#file", files=[file])
    page.get_by_role("button", name="Check it").click()
    expect(page.locator("#sheet")).to_contain_text("Crystals for MX")
    page.get_by_role("button", name="Take over 16 samples").click()
    expect(page.get_by_role("link", name="The sheet with positions and results")).to_be_visible()


def pack(page: Page) -> str:
    """Send a parcel with the puck in it, as far as it is packed; return its code."""
    page.goto("/")
    page.get_by_role("link", name="Parcels", exact=True).click()
    page.get_by_role("link", name="Send a parcel").first.click()
    page.goto("/parcels/new/?proposal=mx1001")
    page.get_by_label("What you call it").fill("Cubes, March")
    page.locator("#id_purpose").select_option("mx1001-2")
    page.locator("#id_mode").select_option("by_hand")
    page.locator("#id_declared_value").fill("250")
    for field, text in ADDRESS.items():
        page.locator(f"#id_{field}").fill(text)
    page.locator("#id_country").select_option("SE")
    page.get_by_role("button", name="Next: what lies in it").click()
    page.get_by_role("button", name=f"Pack {PUCK}").click()
    page.get_by_role("link", name="Next: what it weighs").click()
    for field, text in {"weight_kg": "18", "length_mm": "400", "width_mm": "400", "height_mm": "600"}.items():
        page.locator(f"#id_{field}").fill(text)
    page.get_by_role("button", name="Save, and look at it").click()
    expect(page.locator(".fl-parcel-state")).to_contain_text("draft")
    return page.url.rstrip("/").rpartition("/")[2]


def go_on(page: Page, code: str, state: str) -> None:
    """Press the one bright button of a parcel's page, and the one of the question that follows."""
    page.goto(f"/parcels/{code}/")
    page.locator(".fl-parcel-act a.btn-primary").click()
    page.locator("form button.btn-primary").first.click()
    expect(page.locator(".fl-parcel-state")).to_contain_text(state)


def print_label(page: Page, code: str) -> None:
    page.goto(f"/parcels/{code}/papers/")
    page.get_by_role("button", name="Print the label").click()
    page.wait_for_url(re.compile(r"/label\.pdf"))
    assert page.request.get(page.url).body().startswith(b"%PDF-")


def scan(page: Page, code: str, *verbs: str) -> None:
    """Scan a thing, then say verbs, one after the other."""
    page.goto("/scan/")
    page.wait_for_selector("farlight-scanner[data-ready]")
    page.get_by_label("Or type the code").fill(code)
    page.get_by_role("button", name="Go").click()
    expect(page.locator(".fl-scan-thing")).to_contain_text("Parcel 1")
    done = page.locator("[data-outcome=done]")
    for number, verb in enumerate(verbs, start=done.count() + 1):
        for word in verb.split(" > "):
            page.get_by_role("button", name=word, exact=True).click()
        expect(done).to_have_count(number, timeout=PATIENCE_MS)


def load_changer(page: Page, position: str) -> None:
    """Drag the puck that waits onto a position."""
    page.goto("/sessions/mx1001-2/changer/")
    waiting = page.get_by_role("button", name=re.compile(PUCK))
    place = page.locator(f'[data-place="{position}"]')
    waiting.hover()
    page.mouse.down()
    box = place.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=8)
    page.mouse.up()
    expect(place).to_have_attribute("aria-label", f"Position {position}: {PUCK}, 16 samples")


def unload_changer(page: Page) -> None:
    """Take the puck out by the lists, by keyboard alone."""
    page.goto("/sessions/mx1001-2/changer/")
    page.locator("select[name=container]").select_option(label=PUCK)
    page.locator("select[name=slot]").select_option(label="out of the changer")
    page.get_by_role("button", name="Put it there").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=re.compile(PUCK))).to_be_visible()


def ask_for_return(page: Page, code: str) -> None:
    page.goto(f"/parcels/{code}/")
    page.locator(".fl-parcel-more summary").click()
    page.get_by_role("link", name="Have it sent back").click()
    page.locator("form button.btn-primary").first.click()
    expect(page.locator(".fl-parcel-state")).to_contain_text("to be sent back")


def test_sixteen_crystals_come_are_measured_and_go_home(chromium: Browser, facility: str, password: str) -> None:
    mira = logged_in(chromium, facility, "mira", password)
    declare_by_sheet(mira)
    code = pack(mira)
    go_on(mira, code, "approved")
    print_label(mira, code)
    mira.goto(f"/parcels/{code}/")
    expect(mira.locator(".fl-parcel-state")).to_contain_text("labelled")
    go_on(mira, code, "booked")
    go_on(mira, code, "on its way")

    sven = logged_in(chromium, facility, "sven", password, wide=390, high=844)
    scan(sven, code, "Arrived", "Inspected, all well", "To the rack > A7")
    expect(mira.locator(".fl-parcel-state")).to_contain_text("stored")  # by itself: the session's stream tells

    lena = logged_in(chromium, facility, "lena", password)
    load_changer(lena, "7")
    mira.goto("/sessions/mx1001-2/queue/")
    mira.get_by_label("Sample").select_option(label=f"cube-05 (Insu, {PUCK} position 5)")
    mira.get_by_label("Images").fill("10")
    mira.get_by_role("button", name="Add to the queue").click()
    mira.goto("/sessions/mx1001-2/")
    expect(mira.locator("article", has_text="cube-05").first).to_be_visible()

    unload_changer(lena)
    ask_for_return(mira, code)
    scan(sven, code, "Handed to the courier")
    expect(mira.locator(".fl-parcel-state")).to_contain_text("on its way back")
    go_on(mira, code, "returned")
    for page in (mira, sven, lena):
        page.context.close()
