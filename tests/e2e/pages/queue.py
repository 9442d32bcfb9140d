"""The page where collections are asked for."""

import time

from playwright.sync_api import Page, expect

IDLE_S = 180


class QueuePage:
    def __init__(self, page: Page) -> None:
        self.page = page

    def choose_sample(self, name: str) -> None:
        option = self.page.get_by_label("Sample").locator("option", has_text=name).first
        self.page.get_by_label("Sample").select_option(value=option.get_attribute("value"))

    def ask(self, *, images: int) -> None:
        self.page.get_by_label("Images", exact=True).fill(str(images))

    def add(self) -> None:
        self.page.get_by_role("button", name="Add to the queue").click()
        expect(self.page.locator(".fl-objections, .fl-refusal")).to_have_count(0)


def newest_run_once_idle(page: Page, session: str) -> int:
    """Wait until all that was asked for in a session is collected; return its newest run's number, 0 when it has none.

    The next run is then the one that is asked for next.
    """
    end_s = time.monotonic() + IDLE_S
    while page.request.get(f"/api/v1/sessions/{session}/queue").json():
        assert time.monotonic() < end_s, "what earlier tests asked for is not collected"
        page.wait_for_timeout(300)
    runs = page.request.get(f"/api/v1/sessions/{session}/runs").json()["items"]
    return max((run["number"] for run in runs), default=0)
