"""Who looks after security plays a recorded shell in the browser, with the mouse and with keys alone."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from farlight.beamtime.tests.factories import make_session
from farlight.kernel.time import utc_now
from farlight.people.public import person_named
from farlight.people.tests.factories import make_person
from farlight.recordings.adapters.files import path_of
from farlight.recordings.public import RecordingFile, begin_recording, end_recording
from tests.e2e.axe import violations_of
from tests.system.web_server import web_server

pytestmark = [
    pytest.mark.browser,
    pytest.mark.system,
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume"),  # static files, in the server's thread
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
PASSWORD = "correct horse battery"
SHOWN = [
    (0.1, "\u001b[1;32mleader@control\u001b[0m:~$ "),
    *((0.3 + place / 10, letter) for place, letter in enumerate("caput mono 12658")),
    (2.0, "\r\nOld : 12000\r\nNew : 12658\r\n\u001b[1;32mleader@control\u001b[0m:~$ "),
    (600.0, "exit\r\n"),
]


@pytest.fixture
def recorded(settings, tmp_path: Path) -> Iterator[tuple[str, str]]:  # type: ignore[no-untyped-def]
    """Address of a site, and the code of a shell that was recorded there."""
    settings.FARLIGHT_RECORDINGS_DIR = tmp_path
    officer, session = make_person("sec", "security_officer"), make_session()
    officer.set_password(PASSWORD)
    officer.save()
    leader = person_named(f"leader-{session.proposal.code}")
    assert leader is not None
    code = begin_recording(person=leader, session_code=session.code, computer="control", now=utc_now())
    file = RecordingFile(session.code, code)
    file.write(json.dumps({"version": 2, "width": 80, "height": 24}).encode() + b"\n")
    for at_s, text in SHOWN:
        file.write(json.dumps([at_s, "o", text]).encode() + b"\n")
    file.close()
    end_recording(code, file.seal, now=utc_now())
    with web_server() as site:
        yield site, path_of(session.code, code).stem


def opened(chromium: Browser, site: str, code: str, *, width: int = 1440) -> tuple[Page, list[str]]:
    """The page of the player, signed in; and what the browser complains of."""
    page = chromium.new_context(base_url=site, viewport={"width": width, "height": 900}).new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("/accounts/login/?next=/recordings/")
    page.get_by_label("User name or e-mail").fill("sec")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    page.get_by_role("link", name="Play").click()
    page.wait_for_url(f"**/recordings/{code}/play/")
    return page, complaints


def test_it_is_played_sought_through_and_searched(chromium: Browser, recorded: tuple[str, str]) -> None:
    page, complaints = opened(chromium, *recorded)
    assert violations_of(page) == []
    page.get_by_role("button", name="Play").click()
    terminal = page.locator("[data-terminal]")
    expect(terminal).to_contain_text("New : 12658")
    expect(page.locator("[data-time]")).to_have_text("0:04 / 0:04")
    page.get_by_role("searchbox").fill("caput mono")
    expect(page.locator("[data-found]")).to_have_text("1 place")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator("[data-found]")).to_contain_text("1 of 1, at 0:01: leader@control:~$ caput mono")
    expect(terminal).not_to_contain_text("12658")
    page.get_by_label("Shorten pauses").uncheck()
    expect(page.locator("[data-time]")).to_have_text("0:01 / 10:00")
    page.get_by_label("Speed").select_option("8")
    expect(terminal).to_contain_text("caput mono")
    assert violations_of(page) == []
    assert complaints == []


def test_keys_are_enough(chromium: Browser, recorded: tuple[str, str]) -> None:
    page, complaints = opened(chromium, *recorded, width=390)
    page.get_by_role("button", name="Play").press("Enter")
    expect(page.locator("[data-terminal]")).to_contain_text("New : 12658")
    page.locator("[data-terminal] pre").focus()
    page.keyboard.press("Home")
    expect(page.locator("[data-time]")).to_have_text("0:00 / 0:04")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-time]")).to_have_text("0:04 / 0:04")
    expect(page.locator("[data-terminal]")).to_contain_text("exit")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert complaints == []
