"""axe-core finds nothing, by day and by night, wide and narrow; and no page is wider than its window."""

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.axe import violations_of
from tests.e2e.pages.login import LoginPage

STRANGER = ["/accounts/login/", "/accounts/password/reset/"]
SESSION = "mx1001-2"
MEMBER = [
    "/",
    "/sessions/",
    "/sessions/?when=past&q=nothing+fits",
    f"/sessions/{SESSION}/",
    f"/sessions/{SESSION}/queue/",
    f"/sessions/{SESSION}/notes/",
    f"/sessions/{SESSION}/files/",
    f"/sessions/{SESSION}/take/",
    f"/sessions/{SESSION}/transfers/",
    f"/sessions/{SESSION}/team/",
    f"/sessions/{SESSION}/access/",
    f"/sessions/{SESSION}/desktops/",
    "/desktops/",
    f"/sessions/{SESSION}/readiness/",
    "/account/tokens/",
    "/account/keys/",
    "/account/trainings/",
    "/account/certificates/",
    "/account/security/",
    "/account/security/app/",
    "/account/programs/",
    "/account/confirm/",
    "/samples/",
    "/samples/?q=nothing+fits",
    "/samples/new/",
    "/samples/new/mx_crystal/?proposal=mx1001",
    "/samples/new/mx_crystal/one/?proposal=mx1001",
    "/samples/new/mx_crystal/many/?proposal=mx1001&substance=Lyso",
    "/substances/",
    "/substances/new/",
    "/containers/",
    "/containers/new/",
    "/sheets/?proposal=em3003",
    "/parcels/",
    "/parcels/new/?proposal=em3003",
    "/account/mails/",
    "/accounts/password/change/",
    "/accounts/logout/",
]
KEEPER = ["/people/", "/people/invite/new/", "/people/?q=nobody+at+all", "/people/mira/", "/people/piet/", "/mails/"]
"""For those who look after accounts."""
AUDITOR = ["/machines/", "/recordings/", "/audit/", "/audit/?q=nobody+at+all"]
"""For those who look after security."""
STORES = ["/scan/", "/scan/verbs/", "/stores/", "/dewars/", "/dewars/FDS-MX-0007/"]
"""For those who work in stores."""
SAFETY = [
    "/safety/trainings/",
    "/safety/trainings/?q=amir",
    "/safety/trainings/?q=nobody+at+all",
    "/safety/trainings/of/amir/?training=remote",
    "/safety/trainings/many/",
]
"""For the safety group."""
WINDOWS = [(1440, "light"), (1440, "dark"), (390, "light"), (360, "dark")]

pytestmark = [pytest.mark.browser, pytest.mark.system, pytest.mark.timeout(600)]


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
def test_pages_have_nothing_that_axe_objects_to(
    chromium: Browser, facility: str, password: str, width: int, scheme: str
) -> None:
    context = chromium.new_context(base_url=facility, viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    found = {path: _faults(page, path, width) for path in STRANGER}
    LoginPage(page).log_in("mira", password)
    found |= {path: _faults(page, path, width) for path in MEMBER}
    found["nothing here"] = _faults(page, "/sessions/mx9999-1/", width)
    context.clear_cookies()
    LoginPage(page).log_in("ruth", password)
    found |= {path: _faults(page, path, width) for path in KEEPER}
    context.clear_cookies()
    LoginPage(page).log_in("sven", password)
    found |= {path: _faults(page, path, width) for path in STORES + SAFETY}
    context.clear_cookies()
    LoginPage(page).log_in("piet", password)
    found |= {path: _faults(page, path, width) for path in AUDITOR}
    found["a recorded shell"] = _faults_of_player(page, width)
    context.close()
    assert {path: faults for path, faults in found.items() if faults} == {}


def _faults_of_player(page: Page, width: int) -> list[str]:
    """Of the page of the shell that the demo has, before it is played and while it shows something."""
    page.goto("/recordings/")
    page.get_by_role("link", name="Play").first.click()
    before = _faults(page, page.url, width)
    page.get_by_role("button", name="Play").click()
    page.locator("[data-terminal]", has_text="sim1-control>").wait_for()
    return before + violations_of(page)


def _faults(page: Page, path: str, width: int) -> list[str]:
    page.goto(path)
    page.wait_for_load_state("load")
    page.wait_for_timeout(700)
    real_px = page.evaluate("document.documentElement.scrollWidth")
    return violations_of(page) + ([f"{real_px} px wide"] if real_px > width else [])
