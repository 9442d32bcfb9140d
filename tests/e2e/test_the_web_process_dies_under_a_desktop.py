"""The web process is killed while somebody works on a desktop: the page comes back by itself, and so does the work."""

import os
import re
import signal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.pages.desktop import DesktopPage
from tests.e2e.pages.login import window_of
from tests.e2e.test_two_people_share_a_desktop import WRITTEN, written
from tests.system.test_demo import command_of

pytestmark = [pytest.mark.browser, pytest.mark.system, pytest.mark.timeout(300)]
BACK_MS = 90_000
"""The process starts again after half a second and reads all its modules, on a machine that does much else."""


def web_process_of(address: str) -> int:
    """The process that answers at an address."""
    port = address.rpartition(":")[2]
    pids = (int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit())
    return next(pid for pid in pids if re.search(rf"farlight web .*--port {port}$", command_of(pid)))


def test_a_desktop_comes_back_with_what_was_written(chromium: Browser, facility: str, password: str) -> None:
    mira = DesktopPage(window_of(chromium, facility, "mira", password))
    mira.start()
    mira.role("operator")
    mira.type("written before")
    written(mira, WRITTEN)
    mira.page.wait_for_timeout(2_000)
    before = mira.dark()
    badge = mira.page.locator("[data-live-badge]").first
    expect(badge).to_have_attribute("data-line", "live")
    os.kill(web_process_of(facility), signal.SIGKILL)
    expect(badge).to_have_attribute("data-line", "lost")
    expect(mira.screen).not_to_have_attribute("data-live", "")
    expect(badge).to_have_attribute("data-line", "live", timeout=BACK_MS)
    expect(mira.screen).to_have_attribute("data-live", "", timeout=BACK_MS)
    mira.expect_picture()
    assert abs(written(mira, before // 2) - before) < WRITTEN, "the desktop is not as it was"
    mira.role("operator")
    mira.type(" and after")
    written(mira, before + WRITTEN)
    mira.close()
