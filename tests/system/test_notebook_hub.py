"""People sign on to the real JupyterHub through Farlight, and are signed out there with it."""

import time

import httpx
import pytest
from bs4 import BeautifulSoup

from farlight.beamtime.tests.factories import make_session
from farlight.config.facility.loading import load_facility
from farlight.config.facility.reading import read_facility
from farlight.kernel.time import utc_now
from farlight.passports.public import Teller
from farlight.people.tests.factories import make_person
from tests.system.notebook_hub import a_plan, blocks_of, notebook_hub
from tests.system.web_server import web_server

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.system, pytest.mark.slow, pytest.mark.timeout(600)]

PAGE = "let-jupyterhub-sign-on.md"
TOKEN = "a-token-of-the-test"
PASSWORD = "correct horse battery"
FACILITY = '[facility]\nname = "Test Source"\ntime_zone = "Europe/Paris"\n'


@pytest.fixture
def ada(transactional_db):
    ada = make_person("ada")
    ada.set_password(PASSWORD)
    ada.save()
    make_session(ada)
    return ada


@pytest.fixture
def site(ada, settings, monkeypatch):
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # on loopback there is no TLS
    with web_server() as address:
        settings.FARLIGHT_SITE_URL = address
        yield address


@pytest.fixture
def hub(site, settings, tmp_path):
    """A hub by the how-to, known to this site by the how-to, too."""
    plan = a_plan(site, tmp_path / "hub")
    settings.FARLIGHT_SERVICE_SECRETS = {"jupyterhub": plan.secret}
    path = tmp_path / "facility.toml"
    path.write_text(FACILITY + plan.here(blocks_of(PAGE, "toml")[0]))
    load_facility(read_facility(path), now=utc_now())
    service = {"name": "test", "api_token": TOKEN}
    role = {"name": "test", "services": ["test"], "scopes": ["admin:users", "admin:servers"]}
    more = f"c.JupyterHub.services = [{service}]\nc.JupyterHub.load_roles = [{role}]\n"
    with notebook_hub(plan, PAGE, more=more) as hub:
        yield hub


@pytest.fixture
def browser():
    with httpx.Client(follow_redirects=True, timeout=60) as browser:
        yield browser


def sign_on(browser, hub):
    """Come to the hub, give one's password at Farlight, and be back."""
    page = browser.get(f"{hub.address}/hub/oauth_login", params={"next": "/hub/home"})
    form = BeautifulSoup(page.text, "html.parser").select_one("form[method=post]")
    fields = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    where = page.url.join(form.get("action") or "")
    return browser.post(where, data=fields | {"login": "ada", "password": PASSWORD}, headers={"Referer": str(page.url)})


def known_of(name, hub):
    answer = httpx.get(f"{hub.address}/hub/api/users/{name}", headers={"Authorization": f"token {TOKEN}"}, timeout=60)
    return answer.raise_for_status().json()


def test_a_person_is_known_by_name_and_groups_and_signed_out_with_farlight(hub, site, browser, ada):
    home = sign_on(browser, hub)
    assert (home.status_code, str(home.url)) == (200, f"{hub.address}/hub/home"), hub.log
    known = known_of("ada", hub)
    assert (known["name"], known["groups"], known["admin"]) == ("ada", ["session:mx2341-1"], False)
    start_server(hub)
    (hub.folder / "ada" / "hello.txt").write_text("hello")
    file = f"{hub.address}/user/ada/files/hello.txt"
    assert browser.get(file).text == "hello", hub.log
    token = browser.cookies.get("csrftoken")
    browser.post(f"{site}/accounts/logout/", data={"csrfmiddlewaretoken": token}, headers={"Referer": site})
    tell_services()
    assert is_asked_to_sign_on(browser.get(f"{hub.address}/hub/home"), hub), hub.log
    assert "ada was signed out by Farlight" in hub.log
    wait_until(lambda: is_asked_to_sign_on(browser.get(file), hub))


def wait_until(holds, *, within_s=60):
    until_s = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < until_s
        time.sleep(0.5)


def start_server(hub):
    """Start a person's notebook server, and wait until it is there."""
    headers = {"Authorization": f"token {TOKEN}"}
    asked = httpx.post(f"{hub.address}/hub/api/users/ada/server", headers=headers, timeout=60)
    assert asked.status_code in {201, 202}, asked.text
    wait_until(lambda: known_of("ada", hub)["servers"].get("", {}).get("ready"), within_s=200)


def tell_services():
    teller, until_s = Teller(), time.monotonic() + 30
    while teller.follow(now=utc_now()) and time.monotonic() < until_s:
        time.sleep(0.05)


def is_asked_to_sign_on(page, hub):
    return str(page.url).startswith((f"{hub.address}/hub/login", f"{hub.address}/hub/oauth_login"))
