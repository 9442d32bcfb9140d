"""The page where collections are asked for."""

from playwright.sync_api import Page, expect


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
