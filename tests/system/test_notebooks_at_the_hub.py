"""A notebook of a session at the real JupyterHub, by what the how-tos show: opened as browsers do, cut by its lease."""

import json
import time
from contextlib import suppress

import httpx
import pytest
from bs4 import BeautifulSoup
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from farlight.beamtime.public import remove_team_member, session_folder, set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import TeamRole
from farlight.bus.public import watch
from farlight.config.facility.loading import load_facility
from farlight.config.facility.reading import read_facility
from farlight.kernel.time import utc_now
from farlight.leases.tests.factories import channels_open, end_of_watch
from farlight.notebooks.models import Notebook
from farlight.notebooks.services.keeping import Keeper
from farlight.people.tests.factories import make_person
from tests.system.notebook_hub import a_plan, blocks_of, notebook_hub
from tests.system.web_server import web_server

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.system, pytest.mark.slow, pytest.mark.timeout(600)]

SIGN_ON, NOTEBOOKS = "let-jupyterhub-sign-on.md", "offer-notebooks.md"
PASSWORD = "correct horse battery"
FACILITY = '[facility]\nname = "Test Source"\ntime_zone = "Europe/Paris"\n'
CUT_WITHIN_S = 5.0
"""Two seconds of the lease, and what the hub needs to end a process."""


@pytest.fixture
def session(transactional_db):
    return make_session()


@pytest.fixture
def ben(session):
    ben = make_person("ben")
    ben.set_password(PASSWORD)
    ben.save()
    set_team_member(session=session, person=ben, role=TeamRole.MEMBER)
    return ben


@pytest.fixture
def site(ben, settings, monkeypatch):
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # on loopback there is no TLS
    with web_server() as address:
        settings.FARLIGHT_SITE_URL = address
        yield address


@pytest.fixture
def hub(site, settings, tmp_path):
    plan = a_plan(site, tmp_path / "hub", settings.FARLIGHT_DATA_DIR)
    settings.FARLIGHT_SERVICE_SECRETS = {"jupyterhub": plan.secret}
    settings.FARLIGHT_NOTEBOOKS_TOKEN = plan.secret
    (plan.folder / "farlight-token").write_text(plan.secret)
    path = tmp_path / "facility.toml"
    path.write_text(FACILITY + plan.here(blocks_of(SIGN_ON, "toml")[0] + blocks_of(NOTEBOOKS, "toml")[0]))
    load_facility(read_facility(path), now=utc_now())
    with notebook_hub(plan, SIGN_ON, NOTEBOOKS) as hub:
        yield hub


@pytest.fixture
def keeper(hub):
    keeper = Keeper()
    keeper.start()
    yield keeper
    keeper.stop()
    end_of_watch()
    watch.stop()


@pytest.fixture
def browser(site):
    with httpx.Client(follow_redirects=True, timeout=60) as browser:
        page = browser.get(f"{site}/accounts/login/")
        sign_on(browser, page)
        yield browser


def sign_on(browser, page):
    form = BeautifulSoup(page.text, "html.parser").select_one("form[method=post]")
    fields = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    where = page.url.join(form.get("action") or "")
    return browser.post(where, data=fields | {"login": "ben", "password": PASSWORD}, headers={"Referer": str(page.url)})


def post(browser, address, **fields):
    data = {"csrfmiddlewaretoken": browser.cookies.get("csrftoken", domain="127.0.0.1"), **fields}
    return browser.post(address, data=data, headers={"Referer": address})


def comes_to(state, hub, *, within_s=200):
    until_s = time.monotonic() + within_s
    while (row := Notebook.objects.order_by("-pk").first()).state != state:
        assert time.monotonic() < until_s, (row.state, row.reason, row.trouble, hub.log)
        time.sleep(0.2)
    return row


def test_a_notebook_runs_where_the_data_lies_and_is_cut_with_its_lease(keeper, hub, site, browser, session, ben):
    page = f"{site}/sessions/{session.code}/notebook/"
    post(browser, f"{page}start/", size="large")
    comes_to("running", hub)
    way = BeautifulSoup(browser.get(page).text, "html.parser").select_one("a[data-key-open]")["href"]
    assert way == f"{hub.address}/user/ben/{session.code}/"
    (session_folder(session.code) / "processed" / "hello.txt").write_text("hello")
    file = f"{way}files/processed/hello.txt"  # the notebook begins in the folder of the session
    assert browser.get(file).text == "hello", hub.log  # signs on at the hub on the way, with no question
    with a_kernel(browser, way) as kernel:
        told = said_by(kernel, "import os; print(os.environ['FARLIGHT_SESSION'], os.environ['SIZE'])")
        assert told == f"{session.code} large"
        remove_team_member(session=session, person=ben)
        began_s = time.monotonic()
        read_on(kernel)
        assert time.monotonic() - began_s < CUT_WITHIN_S, hub.log
    row = comes_to("closed", hub, within_s=30)
    assert (row.reason, channels_open()) == ("The right to it ended.", 0)
    assert browser.get(page).status_code == 404
    assert browser.get(file).text != "hello"
    again = browser.get(f"{hub.address}/hub/spawn/ben/{session.code}")
    assert again.status_code == 403, hub.log
    assert httpx.get(f"{hub.address}/hub/api/users", headers={"Authorization": "token no"}).status_code == 403


def a_kernel(browser, way):
    """Start a kernel, and open a line to it, as JupyterLab does."""
    token = {"X-XSRFToken": next(c.value for c in browser.cookies.jar if c.name == "_xsrf" and "/user/" in c.path)}
    started = browser.post(f"{way}api/kernels", headers=token | {"Referer": way})
    assert started.status_code == 201, started.text
    cookies = "; ".join(f"{c.name}={c.value}" for c in browser.cookies.jar)
    address = f"{way.replace('http', 'ws', 1)}api/kernels/{started.json()['id']}/channels"
    return connect(address, additional_headers={"Cookie": cookies}, origin=way.partition("/user/")[0], open_timeout=60)


def read_on(kernel):
    """Read until the line is cut."""
    with suppress(ConnectionClosed):
        while True:
            kernel.recv(timeout=CUT_WITHIN_S)


def said_by(kernel, code):
    """Run something, and return what it prints."""
    header = {"msg_id": "one", "msg_type": "execute_request", "username": "", "session": "s", "version": "5.3"}
    content = {"code": code, "silent": False, "store_history": False, "user_expressions": {}, "allow_stdin": False}
    message = {
        "header": header,
        "parent_header": {},
        "metadata": {},
        "content": content,
        "channel": "shell",
        "buffers": [],
    }
    kernel.send(json.dumps(message))
    while True:
        told = json.loads(kernel.recv(timeout=60))
        if told["msg_type"] in {"stream", "error"}:
            return told["content"].get("text", str(told["content"])).strip()
