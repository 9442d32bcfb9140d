"""The page of a session."""

import re

from playwright.sync_api import Locator, Page, expect


class SessionPage:
    def __init__(self, page: Page, code: str) -> None:
        self.page, self.code = page, code

    def open(self) -> None:
        self.page.goto(f"/sessions/{self.code}/")

    def expect_live(self) -> None:
        expect(self.page.locator("[data-live-badge]").first).to_have_text(re.compile(r"live, \d+\.\d s behind"))

    def newest_run(self) -> Locator:
        return self.page.locator("article[data-run]").first

    def wait_for_new_run(self, known: int, *, timeout_s: float) -> Locator:
        run = self.page.locator(f"#run-{known + 1}")
        expect(run).to_be_visible(timeout=timeout_s * 1000)
        return run
