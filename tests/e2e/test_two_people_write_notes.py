"""Two people write notes in the same session at once."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.pages.login import LoginPage

pytestmark = [pytest.mark.browser, pytest.mark.system, pytest.mark.timeout(300)]
SESSION = "/sessions/mx1001-2/"


def write(page: Page, text: str) -> None:
    page.get_by_label("Write a note").fill(text)
    page.get_by_role("button", name="Write", exact=True).click()
    expect(page.locator(".fl-note-text", has_text=text)).to_be_visible()


def test_what_is_being_typed_stays_while_another_writes(
    page: Page, chromium: Browser, facility: str, password: str, again: str
) -> None:
    other = chromium.new_context(base_url=facility).new_page()
    for person, name in ((page, "mira"), (other, "jon")):
        LoginPage(person).log_in(name, password)
        person.goto(SESSION)
    field = page.get_by_label("Write a note")
    boldly, jon_again = f"Jon was here, <b>boldly</b> {again}.", f"Jon again {again}."
    field.fill("half a thought")
    write(other, boldly)
    expect(page.locator(".fl-note-text").first).to_have_text(boldly)
    expect(field).to_have_value("half a thought")
    page.get_by_role("button", name="Write", exact=True).click()
    expect(page.locator(".fl-note-text").first).to_have_text("half a thought")
    expect(field).to_have_value("")
    field.fill("the next one")
    write(other, jon_again)
    expect(page.locator(".fl-note-text").first).to_have_text(jon_again)
    expect(field).to_have_value("the next one")
    other.context.close()
