"""The page where people log in."""

from playwright.sync_api import Browser, Page, expect


class LoginPage:
    def __init__(self, page: Page) -> None:
        self.page = page

    def log_in(self, name: str, password: str) -> None:
        self.page.goto("/accounts/login/")
        self.page.get_by_label("User name or e-mail").fill(name)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("main").get_by_role("button", name="Log in").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Running now")


def window_of(
    chromium: Browser, facility: str, login: str, password: str, *, wide: int = 1440, high: int = 900
) -> Page:
    """A window of its own for somebody."""
    context = chromium.new_context(base_url=facility, viewport={"width": wide, "height": high}, accept_downloads=True)
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.get_by_label("User name or e-mail").fill(login)
    page.get_by_label("Password").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{facility}/")
    return page
