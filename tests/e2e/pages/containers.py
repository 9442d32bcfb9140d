"""The pages on which containers are declared and filled, and put into each other."""

from playwright.sync_api import Locator, Page, expect


class ContainersPage:
    def __init__(self, page: Page) -> None:
        self.page = page

    def declare(self, name: str, sort: str, *, proposal: str = "") -> None:
        """From wherever samples are looked at to the page of a new container."""
        self.list()
        self.page.get_by_role("link", name="Declare a container").click()
        if proposal:
            self.page.get_by_label("For the proposal").select_option(proposal)
        self.page.get_by_label("What stands on it?").fill(name)
        self.page.get_by_label("What sort is it?").select_option(label=sort)
        self.page.get_by_role("button", name="Declare it").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(name)

    def list(self) -> None:
        self.page.get_by_role("link", name="Samples", exact=True).first.click()
        self.page.get_by_role("navigation", name="Samples and").get_by_role("link", name="Containers").click()

    def open(self, name: str) -> None:
        self.list()
        self.page.get_by_label("Search containers").fill(name)
        self.page.get_by_role("link", name=name, exact=True).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(name)

    def slot(self, slot: str) -> Locator:
        """The row of a position."""
        return self.page.locator(f"#slot-{slot}")

    def put_by_keys(self, slot: str, thing: str) -> None:
        """Walk to the select of a position, through its choices, and send it."""
        select = self.slot(slot).get_by_label(f"Put into {slot}")
        select.focus()
        self.page.keyboard.type(thing)
        expect(self.slot(slot).get_by_role("button", name="Put it in")).to_be_visible()
        self.page.keyboard.press("Enter")
        expect(self.slot(slot).get_by_role("link", name=thing)).to_be_visible()

    def put_into(self, place: str) -> None:
        """Put the container of the page into another one."""
        self.page.get_by_label("Put it into").select_option(label=place)
        self.page.get_by_role("button", name="Put it there").click()
        expect(self.lies).to_contain_text(f"It lies in {place}")

    @property
    def lies(self) -> Locator:
        """Where the container itself lies."""
        return self.page.locator(".fl-lies h2")
