"""A notebook in a browser: by keys from the session's page, ended by staff while its page is open; axe has no word."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from farlight.bus.public import watch
from farlight.kernel.time import utc_now
from farlight.leases.public import close_channels
from farlight.notebooks.public import define_notebooks, kept_notebooks
from farlight.notebooks.tests.small_hub import TOKEN, SmallHub, small_hub
from farlight.notebooks.types import NotebooksDefinition, SizeDefinition
from farlight.people.tests.factories import make_person
from tests.e2e.axe import violations_of
from tests.e2e.conftest import BUILT
from tests.e2e.hall import Hall, behind_the_scenes, hall_at
from tests.system.web_server import web_server

pytestmark = [
    pytest.mark.browser,
    pytest.mark.system,
    pytest.mark.timeout(300),
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume"),  # static files, in the server's thread
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

WIDTHS_PX = (1440, 390)
SIZES = tuple(SizeDefinition(code=code, name=code.title(), options={"size": code}) for code in ("small", "large"))


@pytest.fixture
def hub(transactional_db: None, settings: object) -> Iterator[SmallHub]:
    settings.FARLIGHT_NOTEBOOKS_TOKEN = TOKEN
    with small_hub() as hub:
        behind_the_scenes(define_notebooks, definition=NotebooksDefinition(address=hub.address, size=SIZES))
        yield hub


@pytest.fixture
def hall(chromium: Browser, hub: SmallHub) -> Iterator[Hall]:
    if not BUILT.is_file():
        pytest.skip("the front end is not built (make setup)")
    with web_server() as address, kept_notebooks():
        yield from hall_at(address, chromium)
    watch.stop()


def is_fine(hall: Hall) -> None:
    """See that axe objects to nothing, and that the page is no wider than its window."""
    for width_px in WIDTHS_PX:
        hall.page.set_viewport_size({"width": width_px, "height": 844})
        assert violations_of(hall.page) == []
        assert hall.page.evaluate("document.documentElement.scrollWidth") <= width_px
    hall.page.set_viewport_size({"width": 1440, "height": 900})


def test_a_notebook_starts_and_ends(hall: Hall, hub: SmallHub) -> None:
    page = hall.open()
    card = page.locator("#notebook-card")
    card.get_by_role("link", name="More about your notebook").press("Enter")
    notebook = page.locator("#notebook")
    is_fine(hall)
    hub.is_quick = False
    notebook.get_by_label("Small").press("ArrowDown")
    notebook.get_by_role("button", name="Start a notebook").press("Enter")
    expect(notebook).to_contain_text("starting")
    is_fine(hall)
    server = ("ada", hall.code)
    hub.servers[server] = True
    opens = notebook.get_by_role("link", name="Open your notebook")
    expect(opens).to_have_attribute("href", f"{hub.address}/user/ada/{hall.code}/")
    assert (hub.options or {})["size"] == "large"
    is_fine(hall)
    lena = behind_the_scenes(make_person, "lena", "beamline_scientist", beamline="sim1")
    assert behind_the_scenes(close_channels, session=hall.code, by=lena, now=utc_now()) == 1
    expect(notebook).to_contain_text("It was closed by somebody else.")
    expect(notebook.get_by_role("button", name="Start a notebook")).to_be_visible()
    assert server not in hub.servers


def test_what_the_hub_says_is_shown_and_a_start_is_given_up(hall: Hall, hub: SmallHub) -> None:
    hub.answer = (503, b'{"message": "full"}', "application/json")
    page = hall.page
    page.goto(f"/sessions/{hall.code}/notebook/")
    page.get_by_role("button", name="Start a notebook").click()
    expect(page.locator("#notebook")).to_contain_text("The hub answers 503: full. It is tried again by itself.")
    is_fine(hall)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Cancel your notebook").click()
    hub.answer = None
    expect(page.get_by_role("button", name="Start a notebook")).to_be_visible()
