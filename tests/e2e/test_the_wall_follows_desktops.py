"""Staff's wall shows a desktop when it starts and no more when it ends, and nothing fails while it starts."""

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.pages.desktop import DesktopPage
from tests.e2e.pages.login import window_of

pytestmark = [pytest.mark.browser, pytest.mark.system, pytest.mark.timeout(300)]


def test_the_wall_follows_desktops(chromium: Browser, facility: str, password: str) -> None:
    window = window_of(chromium, facility, "mira", password)
    errors: list[str] = []
    window.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    mira = DesktopPage(window)
    mira.close_what_is_left()
    lena = DesktopPage(window_of(chromium, facility, "lena", password))
    complaints: list[str] = []
    lena.page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    wall = lena.page.locator("#wall")
    lena.page.goto("/desktops/")
    expect(wall).to_contain_text("No desktop is open")

    mira.start()
    expect(wall.locator("desktop-thumbnail")).to_have_count(1)
    lena.until("document.querySelector('desktop-thumbnail img')?.naturalWidth > 100")

    mira.close()
    expect(wall).to_contain_text("No desktop is open")
    mira.press("Start it anew")
    mira.expect_picture()
    mira.close()
    expect(wall).to_contain_text("No desktop is open")
    assert (errors, complaints) == ([], [])
