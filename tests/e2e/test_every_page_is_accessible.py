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
    f"/sessions/{SESSION}/notebook/",
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
Looks = tuple[tuple[int, str], ...]
WIDE: Looks = ((1440, "light"), (1440, "dark"))
NARROW: Looks = ((390, "light"), (360, "dark"))
"""Width of the window, and day or night: a page is opened once for each of the two, and looked at twice."""
SETTLED = """async () => {
  await document.fonts.ready;
  await new Promise((done) => {
    const seen = new MutationObserver(() => { clearTimeout(quiet); quiet = setTimeout(done, 250); });
    let quiet = setTimeout(done, 250);
    seen.observe(document, { subtree: true, childList: true, attributes: true });
    setTimeout(done, 1500);
  });
  const moving = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime < 2000);
  const still = Promise.all(moving.map((one) => one.finished.catch(() => null)));
  await Promise.race([still, new Promise((done) => setTimeout(done, 1500))]);
}"""
"""Nothing changed for a while, and what faded in is there; what never rests, as a clock, is not waited for."""

pytestmark = [pytest.mark.browser, pytest.mark.system, pytest.mark.timeout(600)]


@pytest.mark.parametrize("looks", [WIDE, NARROW], ids=["wide", "narrow"])
def test_pages_have_nothing_that_axe_objects_to(chromium: Browser, facility: str, password: str, looks: Looks) -> None:
    width, scheme = looks[0]
    context = chromium.new_context(base_url=facility, viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    found = {path: _faults(page, path, looks) for path in STRANGER}
    LoginPage(page).log_in("mira", password)
    found |= {path: _faults(page, path, looks) for path in MEMBER}
    found["nothing here"] = _faults(page, "/sessions/mx9999-1/", looks)
    context.clear_cookies()
    LoginPage(page).log_in("ruth", password)
    found |= {path: _faults(page, path, looks) for path in KEEPER}
    context.clear_cookies()
    LoginPage(page).log_in("sven", password)
    found |= {path: _faults(page, path, looks) for path in STORES + SAFETY}
    context.clear_cookies()
    LoginPage(page).log_in("piet", password)
    found |= {path: _faults(page, path, looks) for path in AUDITOR}
    found["a recorded shell"] = _faults_of_player(page, looks)
    context.close()
    assert {path: faults for path, faults in found.items() if faults} == {}


def _faults_of_player(page: Page, looks: Looks) -> list[str]:
    """Of the page of the shell that the demo has, before it is played and while it shows something."""
    page.goto("/recordings/")
    page.get_by_role("link", name="Play").first.click()
    before = _faults(page, page.url, looks)
    page.get_by_role("button", name="Play").click()
    page.locator("[data-terminal]", has_text="sim1-control>").wait_for()
    return before + _faults_as_it_is(page, looks)


def _faults(page: Page, path: str, looks: Looks) -> list[str]:
    page.goto(path)
    page.wait_for_load_state("load")
    return _faults_as_it_is(page, looks)


def _faults_as_it_is(page: Page, looks: Looks) -> list[str]:
    found = []
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.evaluate(SETTLED)
        real_px = page.evaluate("document.documentElement.scrollWidth")
        wide = [f"{real_px} px wide"] if real_px > width else []
        found += [f"{width} px, {scheme}: {fault}" for fault in violations_of(page) + wide]
    return found
