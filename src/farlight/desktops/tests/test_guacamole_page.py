"""The page of a desktop behind a real guacd, in Debian's Chromium."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from farlight.bus.public import watch
from farlight.desktops.tests.conftest import BACKEND
from farlight.desktops.tests.factories import CODE
from farlight.desktops.tests.test_guacamole import desktop, guacd, host, machine
from tests.system.web_server import letting_go, web_server

__all__ = ["desktop", "guacd", "host", "machine"]

pytestmark = [pytest.mark.browser, pytest.mark.system, pytest.mark.django_db(transaction=True)]
STATIC = Path(__file__).parents[2] / "ui" / "static"
BUILT = STATIC / "built" / "desktop-guacamole.js"
PICTURE = """() => {
    const canvas = document.querySelector('[data-canvas] canvas');
    return canvas && canvas.width ? Array.from(canvas.getContext('2d').getImageData(200, 150, 1, 1).data) : null;
}"""
BLUE, YELLOW = [32, 64, 128, 255], [208, 160, 32, 255]


def shown(page, colour):
    for _ in range(100):
        if page.evaluate(PICTURE) == colour:
            break
        page.wait_for_timeout(100)
    return page.evaluate(PICTURE)


def from_disk(route):
    """Give a file of the front end; the server inside the test's process streams none."""
    route.fulfill(path=STATIC / urlsplit(route.request.url).path.removeprefix("/static/"))


def logged_in(person):
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def server(desktop):
    with letting_go(), web_server() as address:
        yield address
    watch.stop()


@pytest.fixture
def cookies(ada, olga):
    """Before Playwright's event loop runs."""
    return [logged_in(ada), logged_in(olga)]


def test_who_has_control_types_and_others_see_it(server, machine, cookies, tmp_path):
    if not BUILT.is_file() or shutil.which("chromium") is None:
        pytest.skip("the front end is not built (make setup), or chromium is not installed")
    with ThreadPoolExecutor(1) as aside:  # in this thread, the loop of another test's browser may run
        assert aside.submit(_complaints, server, machine, cookies, tmp_path).result() == []


def _complaints(server, machine, cookies, folder):
    """Type as two people; return what their browsers complain of."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        pages, complaints = [], []
        for cookie, width in zip(cookies, (1440, 390), strict=True):
            context = browser.new_context(base_url=server, viewport={"width": width, "height": 900})
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": server}])
            context.route("**/static/**", from_disk)
            page = context.new_page()
            page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.goto(f"/sessions/{CODE}/desktops/control-room/")
            expect(page.locator("remote-desktop")).to_have_attribute("data-live", "", timeout=15_000)
            pages.append(page)
        ada, olga = pages
        assert [shown(page, BLUE) for page in pages] == [BLUE, BLUE]
        for page, letters in ((olga, "x"), (ada, "Abc")):
            page.wait_for_timeout(800)
            page.locator("[data-canvas]").click()
            page.keyboard.type(letters)
        assert [shown(page, YELLOW) for page in pages] == [YELLOW, YELLOW]
        assert machine.typed() == "Abc"
        for page in pages:
            page.screenshot(path=folder / f"guacamole-{page.viewport_size['width']}.png", full_page=True)
        browser.close()
    return complaints
