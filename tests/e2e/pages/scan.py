"""The page on which stores scan, on a phone."""

from playwright.sync_api import Page, expect


class ScanPage:
    def __init__(self, page: Page) -> None:
        self.page = page

    def scan(self, code: str, *verbs: str) -> None:
        """Scan a thing, then say verbs, one after the other; ``To the rack > A7`` answers two questions."""
        self.page.goto("/scan/")
        self.page.wait_for_selector("farlight-scanner[data-ready]")
        self.page.get_by_label("Or type the code").fill(code)
        self.page.get_by_role("button", name="Go").click()
        expect(self.page.locator(".fl-scan-thing")).to_contain_text("Parcel 1")
        done = self.page.locator("[data-outcome=done]")
        for number, verb in enumerate(verbs, start=done.count() + 1):
            for word in verb.split(" > "):
                self.page.get_by_role("button", name=word, exact=True).click()
            expect(done).to_have_count(number)
