"""Everything of a first visit, without a mouse."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pages.queue import newest_run_once_idle

SESSION = "mx1001-2"

pytestmark = [pytest.mark.browser, pytest.mark.system, pytest.mark.timeout(600)]


def log_in(page: Page, name: str, password: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("User name or e-mail").focus()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Running now")


def test_rotation_is_queued_and_its_run_opened_by_keys(page: Page, password: str) -> None:
    log_in(page, "mira", password)
    new = newest_run_once_idle(page, SESSION) + 1
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"/sessions/{SESSION}/")
    expect(page.locator("[data-live-badge]").first).to_have_attribute("data-line", "live")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("open the queue")
    page.keyboard.press("Escape")
    page.keyboard.press("q")
    expect(page).to_have_url(f"/sessions/{SESSION}/queue/")
    page.get_by_label("Sample").focus()
    page.keyboard.type("lysozyme-2")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("20")
    page.keyboard.press("Enter")
    expect(page.locator("#queue")).to_contain_text("lysozyme-2")

    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("h")
    expect(page).to_have_url("/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator(f"#run-{new}")).to_be_visible(timeout=120_000)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Run {new}")
    page.keyboard.press("u")
    expect(page).to_have_url(f"/sessions/{SESSION}/")


def test_skip_link_comes_first_and_leads_to_the_content(page: Page, password: str) -> None:
    log_in(page, "mira", password)
    page.goto("/sessions/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_attribute("id", "content")
