"""A person sets up an app and a passkey, comes in by either, and signs out elsewhere: in a browser with a device."""

from base64 import b32decode
from collections.abc import Iterator
from datetime import UTC, datetime
from time import sleep

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from farlight.people.domain.one_time_codes import code_of, counter_at
from tests.e2e.conftest import BUSY_MS
from tests.e2e.pages.login import LoginPage

pytestmark = [pytest.mark.browser, pytest.mark.system, pytest.mark.timeout(300)]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def window(chromium: Browser, facility: str) -> Iterator[BrowserContext]:
    """A browser that calls this machine by a name: browsers have no passkeys for numbers."""
    context = chromium.new_context(
        base_url=facility.replace("127.0.0.1", "localhost"), viewport={"width": 1440, "height": 900}
    )
    context.set_default_timeout(BUSY_MS)
    yield context
    context.close()


def with_device(page: Page) -> Page:
    """Give a page a device that keeps passkeys (Chromium's virtual authenticator)."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return page


def log_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Log out").click()
    expect(page).not_to_have_url("/accounts/logout/")


def code_shown(seed: str, after: int = 0) -> str:
    """What the app shows, once it shows another code than that of a period."""
    while counter_at(datetime.now(tz=UTC)) <= after:
        sleep(0.2)
    return code_of(b32decode(seed), counter_at(datetime.now(tz=UTC)))


def test_a_passkey_opens_the_account_without_a_password(window: BrowserContext, password: str) -> None:
    page = with_device(window.new_page())
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    LoginPage(page).log_in("jon", password)
    page.goto("/account/security/")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your second factor counts from now on")
    expect(page.locator(".fl-codes code")).to_have_count(10)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_label("Name of Passkey on Linux")).to_be_visible()
    log_out(page)
    page.goto("/accounts/login/?next=/account/security/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign-in and security")
    log_out(page)
    page.goto("/accounts/login/")
    page.get_by_label("User name or e-mail").fill("jon")
    page.get_by_label("Password").fill(password)
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it you?")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Running now")
    assert complaints == []
    page.goto("/account/security/")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Remove Passkey on Linux").click()
    expect(page.get_by_text("Delete it on the device too")).to_be_visible()


def test_a_code_of_an_app_opens_once(window: BrowserContext, password: str) -> None:
    page = window.new_page()
    LoginPage(page).log_in("jon", password)
    page.goto("/account/security/")
    page.get_by_role("link", name="Set up an app").click()
    seed = page.get_by_label("Key", exact=True).input_value()
    used = counter_at(datetime.now(tz=UTC))
    page.get_by_label("Type the code that it shows now").fill(code_shown(seed))
    page.get_by_role("button", name="Set it up").click()
    expect(page.locator(".fl-codes code")).to_have_count(10)
    log_out(page)
    page.goto("/accounts/login/")
    page.get_by_label("User name or e-mail").fill("jon")
    page.get_by_label("Password").fill(password)
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    page.get_by_label("Code of your app").fill(code_of(b32decode(seed), used))
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_contain_text("not right")
    page.get_by_label("Code of your app").fill(code_shown(seed, after=used))
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Running now")
    page.goto("/account/security/")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_text("do not count any more")).to_be_visible()
