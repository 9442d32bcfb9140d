"""The demo facility with all its processes, and a browser in front of it."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from farlight.config.facility.packaged import demo_facility_file
from farlight.config.facility.reading import read_facility
from farlight.config.supervisor import farlight_command

START_S = 180
BUSY_MS = 15_000
"""What is expected may take so long on a machine that does much else."""
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
BUILT = Path(__file__).parents[2] / "src" / "farlight" / "ui" / "static" / "built" / "farlight.js"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is not installed (Debian package chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM)
        expect.set_options(timeout=BUSY_MS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def facility(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a demo facility that only these tests use."""
    if not BUILT.is_file():
        pytest.skip("the front end is not built (make setup)")
    folder = tmp_path_factory.mktemp("demo")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("FARLIGHT_", "DJANGO_"))}
    command = farlight_command("demo", "--no-life", "--port", str(port), "--state-dir", str(folder))
    log = folder / "demo.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=keep, stdout=output, stderr=subprocess.STDOUT)
    try:
        _wait(f"http://127.0.0.1:{port}/readyz", process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(60)


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_S
    while "is open" not in log.read_text(errors="replace"):
        assert process.poll() is None, log.read_text(errors="replace")
        assert time.monotonic() < end, log.read_text(errors="replace")
        time.sleep(0.3)
    assert httpx.get(address).status_code == 200


@pytest.fixture(scope="session")
def password() -> str:
    """What everybody in the demo logs in with."""
    demo = read_facility(demo_facility_file()).facility.demo
    assert demo is not None
    return demo.password


@pytest.fixture
def context(chromium: Browser, facility: str) -> Iterator[BrowserContext]:
    """A browser window of its own, 1440 pixels wide."""
    context = chromium.new_context(base_url=facility, viewport={"width": 1440, "height": 900}, accept_downloads=True)
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture(autouse=True)
def windows_are_closed(chromium: Browser) -> Iterator[None]:
    """Close the windows of a test after it: one that shows a live desktop would work on beside all later tests."""
    shared = list(chromium.contexts)
    yield
    for context in chromium.contexts:
        if context not in shared:
            context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page; anything that the browser complains of (scripts, policy, missing files) fails the test."""
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(f"{message.text} ({message.location.get('url')})")

    page = context.new_page()
    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []


@pytest.fixture(scope="session", autouse=True)
def database_beside_the_browsers_loop() -> None:
    """Let the database be used where the browser's driver keeps an event loop, until the last of it is tidied up."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let servers in threads leave files to the collector: what they warn of falls into whichever test comes next."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            for warning in ("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"):
                item.add_marker(pytest.mark.filterwarnings(warning))
