"""Somebody who does this once a year declares a puck of crystals, by mouse and by keyboard alone."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.pages.login import LoginPage
from tests.e2e.pages.samples import SamplesPage

pytestmark = [pytest.mark.browser, pytest.mark.system, pytest.mark.timeout(300)]
SHEET = "P43212\t78,9\t78.9\t37.1\t90\t90\t90\nP99"


@pytest.fixture
def samples(page: Page, context: BrowserContext, facility: str, password: str) -> SamplesPage:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=facility)
    LoginPage(page).log_in("mira", password)
    return SamplesPage(page)


def test_sixteen_crystals_are_declared_by_mouse(samples: SamplesPage, again: str) -> None:
    page = samples.page
    samples.prepare("Crystals for MX", substance=f"trypsin{again}", container=f"UPP-{again}")
    expect(page.locator(".tabulator-row")).to_have_count(16)
    expect(samples.cell(16, "slot")).to_have_text("16")
    expect(samples.status).to_have_text("Nothing is wrong.")

    samples.cell(1, "space_group").click()
    samples.copy(SHEET)
    page.keyboard.press("Control+V")
    expect(samples.cell(1, "cell_gamma_deg")).to_have_text("90")
    expect(samples.problems).to_have_count(1)
    expect(samples.problems).to_contain_text("Row 2 Space group: 'P99' is not one of the choices.")
    samples.declare()
    expect(samples.status).to_have_text("1 to mend, listed below.")

    samples.cell(2, "space_group").click()
    page.keyboard.press("Delete")
    expect(samples.status).to_have_text("Nothing is wrong.")
    samples.declare()
    expect(page.get_by_role("heading", level=1)).to_have_text("Samples")
    expect(page.locator("a.fl-row-link", has_text=f"trypsin{again}-")).to_have_count(16)
    expect(page.locator(".fl-message-warning")).to_contain_text(f"trypsin{again}")


def test_crystals_are_declared_by_keyboard_alone(samples: SamplesPage, again: str) -> None:
    page = samples.page
    samples.prepare("Crystals for MX", substance=f"papain{again}", container=f"UPP-{again}")
    table = page.locator(".tabulator-tableholder")
    table.focus()
    samples.copy(f"Name\tBarcode\npap{again}-a\tHX{again}1\npap{again}-b\tHX{again}2\n")
    page.keyboard.press("Control+V")
    expect(samples.cell(2, "name")).to_have_text(f"pap{again}-b")
    expect(samples.cell(2, "barcode")).to_have_text(f"HX{again}2")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.type(f"pap{again}-c")
    page.keyboard.press("Enter")
    expect(samples.cell(3, "name")).to_have_text(f"pap{again}-c")
    expect(samples.status).to_have_text("Nothing is wrong.")
    page.get_by_role("button", name=re.compile("^Declare 16")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Samples")
    expect(page.locator("a.fl-row-link", has_text=re.compile(f"^pap{again}-[abc]$"))).to_have_count(3)


def test_what_was_typed_is_there_again_after_the_line_broke(samples: SamplesPage, again: str) -> None:
    page = samples.page
    samples.prepare("Crystals for MX", substance=f"elastase{again}", container=f"UPP-{again}")
    samples.cell(1, "comment").click()
    page.keyboard.type("fragile")
    page.keyboard.press("Enter")
    expect(samples.cell(1, "comment")).to_have_text("fragile")
    page.reload()
    expect(samples.cell(1, "comment")).to_have_text("fragile")
    expect(page.locator(".fl-sg-note")).to_contain_text("kept in this browser")
    page.get_by_role("button", name="Start again").click()
    expect(samples.cell(1, "comment")).to_have_text("")


def test_one_sample_is_declared_by_its_form(samples: SamplesPage, context: BrowserContext, again: str) -> None:
    page = context.new_page()  # one whose complaints are not counted: a refusal is one
    page.goto("/samples/new/mx_crystal/one/?proposal=mx1001&substance=Lyso")
    page.get_by_label("Name *").fill(f"lyso-{again}")
    page.get_by_label("Experiment", exact=True).select_option("SAD")
    page.get_by_role("button", name="Declare it", exact=True).click()
    expect(page.locator(".fl-refusal")).to_be_focused()
    expect(page.locator(".fl-objections")).to_contain_text("Anomalous scatterer is missing")
    page.get_by_label("Anomalous scatterer").fill("Se")
    page.get_by_role("button", name="Declare it", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"lyso-{again}")
    expect(page.get_by_role("main")).to_contain_text(f"Lyso lyso-{again} · SAD")


def test_arrows_walk_through_the_drawing_of_a_puck(samples: SamplesPage) -> None:
    page = samples.page
    page.goto("/containers/")
    page.get_by_role("link", name="UPP-0042").first.click()
    page.locator("[data-slot='1']").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-slot='2']")).to_be_focused()
    page.keyboard.press("End")
    expect(page.locator("[data-slot='16']")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("insulin-1")
