"""Somebody signs on at a real provider of identities, proves who they are there, and is signed out from there."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from farlight.kernel.time import utc_now
from farlight.people.access import roles_of
from farlight.people.models import LinkedAccount, Person
from farlight.people.public import define_security, define_sign_on, elevated_until
from farlight.people.tests.factories import make_person
from farlight.people.types import ClaimedRole, Credential, ProviderDefinition, Role, SecurityPolicy, StepUpAction
from tests.e2e.axe import violations_of
from tests.e2e.conftest import BUSY_MS
from tests.system.identity_provider import CLIENT, SECRET, IdentityProvider, identity_provider
from tests.system.web_server import web_server

pytestmark = [
    pytest.mark.browser,
    pytest.mark.system,
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume"),  # static files, in the server's thread
    # Chromium lets go of a style sheet half read; the server inside the test closes its file late.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
PASSWORD = "correct horse battery"
STAFF = ClaimedRole(claim="groups", value="/beamline/{beamline}/staff", role=Role.LOCAL_CONTACT, beamline="{beamline}")
MIRA = {"email": "mira@example.org", "email_verified": True, "given_name": "Mira", "family_name": "Okafor"}


@dataclass(frozen=True, kw_only=True)
class House:
    """A site, and a provider that it believes addresses of."""

    site: str
    provider: IdentityProvider


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A site beside a real provider."""
    monkeypatch.setenv("SECRET_OF_LAB", SECRET)
    accounts = {"mira": {**MIRA, "groups": ["/beamline/sim1/staff"]}}
    with web_server() as site, identity_provider(site=site, code="lab", accounts=accounts) as provider:
        lab = ProviderDefinition(
            code="lab",
            name="Lab account",
            issuer=provider.issuer,
            client_id=CLIENT,
            secret_env="SECRET_OF_LAB",
            second_factor=("2",),
            believes_addresses=True,
            roles=(STAFF,),
        )
        define_sign_on(providers=[lab])
        define_security(policy=SecurityPolicy(step_up=frozenset({StepUpAction.DESKTOP})))
        yield House(site=site, provider=provider)


def window(chromium: Browser, house: House, **more: object) -> BrowserContext:
    context = chromium.new_context(base_url=house.site, viewport={"width": 1440, "height": 900}, **more)
    context.set_default_timeout(BUSY_MS)
    return context


def sign_on(page: Page, login: str, *, code: str = "", ago_s: int = 0) -> None:
    """Say at the provider who one is; with a code, when it asks for one."""
    page.get_by_label("Name").fill(login)
    if code:
        page.get_by_label("Code").fill(code)
    page.get_by_label("Seconds ago").fill(str(ago_s))
    page.get_by_role("button", name="Sign on").click()


def from_the_front_page(page: Page, login: str) -> None:
    page.goto("/")
    page.get_by_role("button", name="Lab account").click()
    sign_on(page, login)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your experiments")


def roles(person: Person) -> list[str]:
    return [f"{grant.role}@{grant.beamline}" for grant in roles_of(person)]


def key_of(context: BrowserContext) -> str:
    return next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "sessionid")


def test_roles_come_with_the_sign_on_and_go_with_the_claim(chromium: Browser, house: House) -> None:
    mira = make_person("mira")
    page = window(chromium, house).new_page()
    from_the_front_page(page, "mira")
    assert LinkedAccount.objects.get().person_id == mira.pk
    assert roles(mira) == ["local_contact@sim1"]
    page.goto("/account/security/")
    expect(page.get_by_text("mira@example.org, linked")).to_be_visible()
    assert violations_of(page) == []
    house.provider.says("mira", **MIRA, groups=[])
    from_the_front_page(window(chromium, house).new_page(), "mira")
    assert roles(mira) == []


def test_a_factor_given_there_is_a_step_up_and_a_weak_or_old_one_is_not(chromium: Browser, house: House) -> None:
    make_person("mira")
    context = window(chromium, house)
    page = context.new_page()
    from_the_front_page(page, "mira")
    confirm = "/account/confirm/?next=/account/tokens/"
    page.goto(confirm)
    page.get_by_role("button", name="Lab account").click()
    sign_on(page, "mira")
    expect(page.get_by_text("Lab account did not ask you for a second factor")).to_be_visible()
    assert violations_of(page) == []
    page.get_by_role("button", name="Lab account").click()
    sign_on(page, "mira", code="123456", ago_s=850)
    expect(page.get_by_role("heading", level=1)).to_have_text("Access tokens")
    until = elevated_until(Credential(login=key_of(context)), now=utc_now())
    assert until is not None
    assert 0 < (until - utc_now()).total_seconds() < 60
    page.goto(confirm)
    page.get_by_role("button", name="Lab account").click()
    sign_on(page, "mira", code="123456")
    expect(page.get_by_role("heading", level=1)).to_have_text("Access tokens")
    until = elevated_until(Credential(login=key_of(context)), now=utc_now())
    assert until is not None
    assert (until - utc_now()).total_seconds() > 800


def test_who_signs_out_there_is_signed_out_here_in_every_browser(chromium: Browser, house: House) -> None:
    make_person("mira")
    context, other = window(chromium, house), window(chromium, house)
    page, elsewhere = context.new_page(), other.new_page()
    from_the_front_page(page, "mira")
    from_the_front_page(elsewhere, "mira")
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out here")
    assert violations_of(page) == []
    assert elsewhere.request.get("/api/v1/sessions").status == 200
    elsewhere.goto(f"{house.provider.issuer}/session/end")
    began = time.monotonic()
    elsewhere.get_by_role("button", name="Yes, sign me out").click()
    while elsewhere.request.get(f"{house.site}/api/v1/sessions").status == 200:
        assert time.monotonic() - began < 2
    page.get_by_role("link", name="Sign out of Lab account too").click()
    page.get_by_role("button", name="Yes, sign me out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")


def test_an_account_with_the_address_is_linked_after_logging_in_once(chromium: Browser, house: House) -> None:
    mira = make_person("mira")
    mira.set_password(PASSWORD)
    mira.save()
    house.provider.says("mira", **{**MIRA, "email_verified": False})
    page = window(chromium, house).new_page()
    page.goto("/accounts/login/")
    assert violations_of(page) == []
    page.get_by_role("button", name="Lab account").click()
    sign_on(page, "mira")
    expect(page.get_by_role("heading", level=1)).to_have_text("Which account is yours?")
    assert violations_of(page) == []
    page.get_by_role("link", name="Log in once to link them").click()
    page.get_by_label("User name or e-mail").fill("mira")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Do both belong to you?")
    assert violations_of(page) == []
    page.get_by_role("button", name="Yes, link them").click()
    expect(page.get_by_text("Lab account opens your account from now on.")).to_be_visible()
    from_the_front_page(window(chromium, house).new_page(), "mira")
