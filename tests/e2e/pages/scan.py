"""The page on which stores scan, on a phone."""

import re

from playwright.sync_api import Page, expect


class ScanPage:
    def __init__(self, page: Page) -> None:
        self.page = page

    def scan(self, code: str, *verbs: str) -> None:
        """Scan a thing, then say verbs, one after the other.

        ``Topped up > Half`` answers two questions, and so does ``To the rack > A``: the first place of it that is free.
        """
        self.page.goto("/scan/")
        self.page.wait_for_selector("farlight-scanner[data-ready]")
        self.page.get_by_label("Or type the code").fill(code)
        self.page.get_by_role("button", name="Go").click()
        expect(self.page.locator(".fl-scan-thing")).to_contain_text("Parcel 1")
        done = self.page.locator("[data-outcome=done]")
        for number, words in enumerate(verbs, start=done.count() + 1):
            verb, _, answer = words.partition(" > ")
            self.page.get_by_role("button", name=verb, exact=True).click()
            if answer:
                self.page.get_by_role("button", name=re.compile(rf"^{answer}\d*$")).first.click()
            expect(done).to_have_count(number)
