"""Two people look at one desktop: one types, control is given, a line breaks, and rights end."""

import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import BUSY_MS
from tests.e2e.pages.desktop import DesktopPage
from tests.e2e.pages.login import window_of

pytestmark = [pytest.mark.browser, pytest.mark.system, pytest.mark.timeout(300)]
WRITTEN = 150
"""Dark pixels of some letters; a cursor has fewer."""
CUT_MS = 3_000
"""Two seconds for the cut, and one for a page to show it."""


@pytest.fixture
def two(chromium: Browser, facility: str, password: str, tmp_path: Path) -> tuple[DesktopPage, DesktopPage]:
    """Mira, who started the control room, and Jon, who looks on."""
    mira = DesktopPage(window_of(chromium, facility, "mira", password))
    mira.start()
    jon = DesktopPage(window_of(chromium, facility, "jon", password))
    jon.open()
    return mira, jon


def written(page: DesktopPage, least: int) -> int:
    """Wait until so much is written, and return how much."""
    end_s = time.monotonic() + BUSY_MS / 1000
    while page.dark() < least and time.monotonic() < end_s:
        page.page.wait_for_timeout(100)
    assert page.dark() >= least
    return page.dark()


def test_two_people_share_a_desktop(
    two: tuple[DesktopPage, DesktopPage], chromium: Browser, facility: str, password: str, tmp_path: Path
) -> None:
    mira, jon = two
    mira.role("operator")
    jon.role("observer")
    expect(jon.control).to_contain_text("Mira Okafor has control")
    mira.type("mira writes")
    before = written(mira, WRITTEN)
    jon.type("jon writes")
    jon.page.wait_for_timeout(1_000)
    assert abs(mira.dark() - before) < WRITTEN, "what an observer types arrives"

    jon.lag(1_000)
    jon.press("Ask for control")
    mira.press("Give control to Jon Lindqvist")
    jon.role("operator")
    jon.lag(0)
    mira.role("observer")
    jon.page.wait_for_timeout(1_000)
    jon.type(" and jon writes")
    jon_wrote = written(mira, before + WRITTEN)
    mira.picture(tmp_path / "desktop-two-viewers.png")

    jon.page.context.set_offline(True)
    expect(jon.screen).to_contain_text("The line is broken")
    jon.page.wait_for_timeout(3_000)
    jon.page.context.set_offline(False)
    jon.expect_picture()
    assert abs(written(jon, jon_wrote - WRITTEN) - jon_wrote) < WRITTEN, "the desktop is not as it was"

    lena = DesktopPage(window_of(chromium, facility, "lena", password))
    leave_by_keys(jon, lena)
    staff_close(lena, two)


def leave_by_keys(jon: DesktopPage, lena: DesktopPage) -> None:
    """Leave the screen for the panel by keys; the focus stays there when somebody comes to look on."""
    jon.page.locator("[data-canvas] canvas").first.click()
    for key in ("Control", "Alt", "Shift"):
        jon.page.keyboard.down(key)
    for key in ("Control", "Alt", "Shift"):
        jon.page.keyboard.up(key)
    focused = "document.activeElement.closest('.fl-desktop-side') !== null && document.activeElement.id"
    where = jon.page.evaluate(focused)
    lena.open()
    expect(jon.control).to_contain_text("Lena Brandt")
    assert (bool(where), jon.page.evaluate(focused)) == (True, where), "who looks on takes the focus away"


def staff_close(lena: DesktopPage, two: tuple[DesktopPage, DesktopPage]) -> None:
    """Find the desktop on the wall, look on, and close it for everybody."""
    lena.page.goto("/desktops/")
    lena.until("document.querySelector('desktop-thumbnail img')?.naturalWidth > 100")
    lena.page.get_by_role("link", name="Control room").click()
    lena.expect_picture()
    lena.role("staff")
    lena.page.once("dialog", lambda dialog: dialog.accept())
    lena.press("Close the desktop")
    for page in two:
        expect(page.screen).to_contain_text("Lena Brandt closed it", timeout=CUT_MS)
