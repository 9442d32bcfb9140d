"""The pages of parcels: begun, packed, weighed, moved along, followed."""

import re
from collections.abc import Mapping

from playwright.sync_api import Locator, Page, expect

ADDRESS = {
    "name": "Mira Okafor",
    "institute": "Uppsala University",
    "street": "Husargatan 3",
    "postcode": "752 37",
    "city": "Uppsala",
    "phone": "+46 18 000 00 00",
    "email": "mira@uppsala.example",
}


class ParcelsPage:
    def __init__(self, page: Page) -> None:
        self.page = page

    def begin(self, title: str, *, purpose: str, proposal: str = "", address: Mapping[str, str], country: str) -> None:
        """From the front page to the contents of a new parcel."""
        self.page.goto("/")
        self.page.get_by_role("link", name="Parcels", exact=True).click()
        self.page.get_by_role("link", name="Send a parcel").first.click()
        if proposal:
            self.page.get_by_label("For the proposal").select_option(proposal)
            self.page.wait_for_url(re.compile(f"proposal={proposal}"))
        self.page.get_by_label("What you call it").fill(title)
        self.page.locator("#id_purpose").select_option(purpose)
        self.page.locator("#id_mode").select_option("by_hand")
        self.page.locator("#id_declared_value").fill("250")
        for field, text in address.items():
            self.page.locator(f"#id_{field}").fill(text)
        self.page.locator("#id_country").select_option(country)
        self.page.get_by_role("button", name="Next: what lies in it").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("What lies in it")

    def pack(self, container: str) -> None:
        self.page.get_by_role("button", name=f"Pack {container}").click()
        expect(self.page.get_by_role("button", name=f"Take out {container}")).to_be_visible()

    def weigh(self, kind: str, *, weight_kg: str, side_mm: str) -> str:
        """Say what the parcel is and what it weighs; return its code."""
        self.page.get_by_role("link", name="Next: what it weighs").click()
        self.page.get_by_label("What it is", exact=True).select_option(kind)
        self.page.locator("#id_weight_kg").fill(weight_kg)
        for side in ("length", "width", "height"):
            self.page.locator(f"#id_{side}_mm").fill(side_mm)
        self.page.get_by_role("button", name="Save, and look at it").click()
        expect(self.state).to_contain_text("draft")
        return self.page.url.rstrip("/").rpartition("/")[2]

    def open(self, code: str) -> None:
        self.page.goto(f"/parcels/{code}/")

    @property
    def state(self) -> Locator:
        return self.page.locator(".fl-parcel-state")

    def go_on(self, code: str, state: str) -> None:
        """Press the one bright button of the parcel's page, and the one of the question that follows."""
        self.open(code)
        self.page.locator(".fl-parcel-act a.btn-primary").click()
        self.page.locator("form button.btn-primary").first.click()
        expect(self.state).to_contain_text(state)

    def ask(self, code: str, words: str, state: str) -> None:
        """Do something else than what is most likely."""
        self.open(code)
        self.page.locator(".fl-parcel-more summary").click()
        self.page.get_by_role("link", name=words).click()
        self.page.locator("form button.btn-primary").first.click()
        expect(self.state).to_contain_text(state)

    def print_label(self, code: str) -> bytes:
        """Print the label from the parcel's page; return the PDF."""
        self.open(code)
        self.page.get_by_role("link", name="Print the label").click()
        self.page.get_by_role("button", name="Print the label").click()
        self.page.wait_for_url(re.compile(r"/label\.pdf"))
        content = self.page.request.get(self.page.url).body()
        assert content.startswith(b"%PDF-")
        self.open(code)
        expect(self.state).to_contain_text("labelled")
        return content
