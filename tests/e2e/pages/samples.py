"""The pages on which samples are declared, and the table in which many are."""

import re

from playwright.sync_api import Locator, Page, expect


class SamplesPage:
    def __init__(self, page: Page) -> None:
        self.page = page

    def prepare(self, technique: str, *, substance: str, container: str) -> None:
        """From the list to the table, by the three questions; substance and container are new."""
        self.page.goto("/samples/")
        self.page.get_by_role("link", name="Declare samples").click()
        self.page.get_by_role("link", name=re.compile(technique)).click()
        self.page.get_by_label(re.compile("^Which ")).select_option("new")
        self.page.get_by_label("Acronym").fill(substance)
        self.page.get_by_label("In which container?").select_option("new")
        self.page.get_by_label("What stands on it?").fill(container)
        self.page.get_by_role("button", name="Open the table").click()
        expect(self.page.locator(".tabulator-row").first).to_be_visible()

    def cell(self, row: int, key: str) -> Locator:
        """A cell of the table; rows count from 1."""
        return self.page.locator(".tabulator-row").nth(row - 1).locator(f".tabulator-cell[tabulator-field='{key}']")

    def copy(self, text: str) -> None:
        """Put a text on the clipboard, as a spreadsheet would."""
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)

    @property
    def status(self) -> Locator:
        return self.page.locator(".fl-sg-status")

    @property
    def problems(self) -> Locator:
        return self.page.locator(".fl-sg-problem.fl-sg-error")

    def declare(self) -> None:
        self.page.get_by_role("button", name=re.compile("^Declare ")).click()
