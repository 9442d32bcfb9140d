"""The demo facility with all its processes, and a browser in front of it."""

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from secrets import token_hex

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from farlight.config.facility.packaged import demo_facility_file
from farlight.config.facility.reading import read_facility
from tests.e2e.demo import Demo

BUSY_MS = 30_000
"""What is expected may take so long on a machine that does much else."""
FAILED = pytest.StashKey[bool]()
"""Whether a test failed so far."""
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


@pytest.fixture
def again() -> str:
    """Four letters and figures for the names of what a test declares: a second try meets nothing of the first."""
    return token_hex(2).upper()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo facility that only these tests use."""
    if not BUILT.is_file():
        pytest.skip("the front end is not built (make setup)")
    demo = Demo(tmp_path_factory.mktemp("demo"))
    try:
        demo.start()
        yield demo
    finally:
        demo.end()


@pytest.fixture(scope="session")
def facility(demo: Demo) -> str:
    """Address of the demo facility."""
    return demo.address


@pytest.fixture(autouse=True)
def facility_is_anew_after_a_failure(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let neither a second try nor another test meet what a test that failed left in the facility.

    Tests of a file that is marked ``one_facility`` read what they share, and would miss it.
    """
    yield
    used, kept = "facility" in request.fixturenames, request.node.get_closest_marker("one_facility")
    if request.node.stash.get(FAILED, False) and used and not kept:
        request.getfixturevalue("demo").make_anew()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note whether a test failed, for what comes after it."""
    report = yield
    item.stash[FAILED] = report.failed or (report.when != "setup" and item.stash.get(FAILED, False))
    return report


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
    context.set_default_timeout(BUSY_MS)
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
