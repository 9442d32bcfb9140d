"""Somebody in stores scans with a phone: by camera, by a scanner that types, by keys, and without network."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from farlight.bus.public import watch
from tests.e2e.axe import violations_of
from tests.e2e.conftest import BUILT, CHROMIUM
from tests.e2e.hall import behind_the_scenes
from tests.e2e.stores import SIGHTS, Stores, film_of, paper_of, phone, prepared_stores, scan_by_typing
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


@pytest.fixture
def address(transactional_db: None) -> Iterator[str]:
    if not BUILT.is_file():
        pytest.skip("the front end is not built (make setup)")
    with web_server() as address:
        yield address
    watch.stop()


@pytest.fixture
def stores(address: str) -> Stores:
    return behind_the_scenes(prepared_stores)


@pytest.fixture
def sten(chromium: Browser, address: str, stores: Stores) -> Iterator[BrowserContext]:
    """The phone of somebody in stores."""
    context = phone(chromium, address, stores.keys["sten"])
    yield context
    context.close()


def scanner(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/scan/")
    page.wait_for_selector("farlight-scanner[data-ready]")
    return page


def kept_for_offline(page: Page) -> None:
    """Wait until the phone has kept the page."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("caches.match('/scan/').then((kept) => kept !== undefined)")


def question(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_a_scanner_that_types_needs_no_field(sten: BrowserContext, stores: Stores) -> None:
    page = scanner(sten)
    question(page, "What do you have in your hand?")
    scan_by_typing(page, f"http://farlight.example/t/{stores.parcel.upper()}")
    question(page, "What happens with it?")
    expect(page.locator(".fl-scan-thing")).to_contain_text("Dewar 1")
    for text in ("FL:ARRIVED", "FL:INSPECTED", "FL:TO-RACK:A2"):
        scan_by_typing(page, text)
        expect(page.locator("[data-outcome=waits]")).to_have_count(0)
    expect(page.locator("[data-outcome=done]")).to_have_count(3)
    expect(page.locator(".fl-scan-place")).to_contain_text("A2")
    assert behind_the_scenes(stores.moves) == ["receive", "inspect", "store"]


def test_what_cannot_be_is_refused_in_words(sten: BrowserContext, stores: Stores) -> None:
    page = scanner(sten)
    scan_by_typing(page, "FL:ARRIVED")
    expect(page.get_by_role("alert")).to_contain_text("Scan the thing first")
    scan_by_typing(page, stores.parcel)
    question(page, "What happens with it?")
    scan_by_typing(page, "FL:TO-RACK:A1")
    expect(page.get_by_role("alert")).to_contain_text("“To the rack” cannot be said of it now.")
    scan_by_typing(page, "guessedcode1")
    expect(page.get_by_role("alert")).to_contain_text("Nothing that you may see is called guessedcode1.")
    assert behind_the_scenes(stores.moves) == []


@contextmanager
def looking_at(film: Path, chromium: Browser, stores: Stores, address: str) -> Iterator[Page]:
    """The scanning page of a phone whose camera sees a film."""
    camera = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    flags = [*CHROMIUM, *camera, f"--use-file-for-fake-video-capture={film}"]
    browser = chromium.browser_type.launch(executable_path=shutil.which("chromium"), args=flags)
    try:
        page = scanner(phone(browser, address, stores.keys["sten"], permissions=["camera"]))
        page.get_by_role("button", name="Use the camera").click()
        yield page
    finally:
        browser.close()


@pytest.mark.parametrize("sight", ["QR code of a label", "lines of a label"])
def test_the_camera_reads_the_label_that_we_print(
    chromium: Browser, stores: Stores, address: str, tmp_path: Path, sight: str
) -> None:
    film = film_of(behind_the_scenes(paper_of, stores.parcel, SIGHTS[sight]), SIGHTS[sight], tmp_path)
    with looking_at(film, chromium, stores, address) as page:
        expect(page.locator(".fl-scan-thing")).to_contain_text("Dewar 1")
        page.get_by_role("button", name="Arrived").click()
        expect(page.locator("[data-outcome=done]")).to_have_count(1)
    assert behind_the_scenes(stores.moves) == ["receive"]


def test_the_camera_reads_the_mark_that_we_print_for_a_puck(
    chromium: Browser, stores: Stores, address: str, tmp_path: Path
) -> None:
    sight = SIGHTS["mark of a puck"]
    film = film_of(behind_the_scenes(paper_of, stores.parcel, sight), sight, tmp_path)
    with looking_at(film, chromium, stores, address) as page:
        expect(page.locator(".fl-scan-thing")).to_contain_text("CPS-0421")


def test_without_network_the_work_goes_on_and_catches_up(sten: BrowserContext, stores: Stores) -> None:
    page = scanner(sten)
    kept_for_offline(page)
    sten.set_offline(True)
    scan_by_typing(page, stores.parcel)
    page.get_by_role("button", name="Arrived").click()
    page.get_by_role("button", name="Inspected, all well").click()
    expect(page.locator("[data-line=out-of-reach]")).to_have_text("No network · 2 wait")
    page.reload()
    page.wait_for_selector("farlight-scanner[data-ready]")
    expect(page.locator("[data-outcome=waits]")).to_have_count(2)
    scan_by_typing(page, stores.parcel)
    page.get_by_role("button", name="To the rack").click()
    page.get_by_role("button", name="A3").click()
    expect(page.locator("[data-outcome=waits]")).to_have_count(3)
    assert behind_the_scenes(stores.moves) == []
    sten.set_offline(False)
    expect(page.locator("[data-line=sent]")).to_have_text("All sent")
    expect(page.locator("[data-outcome=done]")).to_have_count(3)
    assert behind_the_scenes(stores.moves) == ["receive", "inspect", "store"]


def test_two_phones_come_back_late_and_nothing_is_lost_or_doubled(
    chromium: Browser, address: str, stores: Stores, sten: BrowserContext
) -> None:
    other = phone(chromium, address, stores.keys["sten"])
    first, second = scanner(sten), scanner(other)
    for page in (first, second):
        scan_by_typing(page, stores.parcel)
        question(page, "What happens with it?")
    for context in (sten, other):
        context.set_offline(True)
    first.get_by_role("button", name="Arrived").click()
    first.get_by_role("button", name="Inspected, all well").click()
    second.get_by_role("button", name="Topped up").click()
    second.get_by_role("button", name="Half").click()
    second.get_by_role("button", name="Arrived").click()
    for page in (first, second):
        expect(page.locator("[data-outcome=waits]")).to_have_count(2)
    sten.set_offline(False)
    expect(first.locator("[data-outcome=waits]")).to_have_count(0)
    other.set_offline(False)
    expect(second.locator("[data-outcome=waits]")).to_have_count(0)
    expect(second.locator("[data-outcome=refused]")).to_contain_text("it cannot be received now")
    moves = behind_the_scenes(stores.moves)
    assert {move: moves.count(move) for move in ("receive", "inspect", "top_up")} == {
        "receive": 1,
        "inspect": 1,
        "top_up": 1,
    }
    other.close()


def test_another_login_does_not_send_what_waits(sten: BrowserContext, stores: Stores, address: str) -> None:
    page = scanner(sten)
    kept_for_offline(page)
    scan_by_typing(page, stores.parcel)
    question(page, "What happens with it?")
    sten.set_offline(True)
    page.get_by_role("button", name="Arrived").click()
    expect(page.locator("[data-outcome=waits]")).to_have_count(1)
    sten.add_cookies([{"name": "sessionid", "value": stores.keys["lena"], "url": address}])
    sten.set_offline(False)
    expect(page.locator("[data-line=logged-out]")).to_be_visible()
    page.goto("/scan/")
    expect(page.get_by_text("1 of sten wait on this phone until sten logs in here.")).to_be_visible()
    assert behind_the_scenes(stores.moves) == []


def test_undo_and_taking_back(sten: BrowserContext, stores: Stores) -> None:
    page = scanner(sten)
    scan_by_typing(page, stores.parcel)
    page.get_by_role("button", name="Arrived").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".fl-scan-trail")).to_contain_text("taken back. It is on its way.")
    assert behind_the_scenes(stores.state) == "in_transit"


def test_a_puck_is_read_and_put_right_by_one_tap(chromium: Browser, address: str, stores: Stores) -> None:
    """Two pins are exchanged, one is missing; the local contact, who may know their names, accepts what lies there."""
    context = phone(chromium, address, stores.keys["lena"])
    page = scanner(context)
    scan_by_typing(page, stores.parcel)
    for name in ("Arrived", "Inspected, all well"):
        page.get_by_role("button", name=name).click()
    expect(page.locator("[data-outcome=done]")).to_have_count(2)
    scan_by_typing(page, "CPS-0421")
    page.get_by_role("button", name="Read what is in it").click()
    question(page, "What is in position 1?")
    scan_by_typing(page, "HA0002")
    scan_by_typing(page, "HA0001")
    page.get_by_role("button", name="Empty").click()
    page.get_by_role("button", name="Done, compare").click()
    trail = page.locator("[data-outcome=differs]")
    expect(trail).to_contain_text("3 positions differ from the declaration.")
    expect(trail).to_contain_text("Lyso-2 and Lyso-1 are exchanged: positions 1 and 2.")
    expect(trail).to_contain_text("Lyso-3 should be in position 3, which is empty.")
    assert violations_of(page) == []
    trail.get_by_role("button", name="It lies as read: accept").click()
    expect(page.locator(".fl-scan-trail")).to_contain_text("CPS-0421: lies as it was read; 2 moved and 1 missing.")
    assert behind_the_scenes(stores.moves)[-1] == "correct_contents"
    context.close()


def test_the_board_follows_by_itself(sten: BrowserContext, stores: Stores) -> None:
    board, page = sten.new_page(), scanner(sten)
    board.goto("/stores/")
    board.locator('[data-live-badge][data-line="live"]').first.wait_for()
    expect(board.locator("[data-part=overdue]")).to_contain_text("Dewar 1")  # its session runs already
    scan_by_typing(page, stores.parcel)
    page.get_by_role("button", name="Arrived").click()
    expect(board.locator("[data-part=on_site]")).to_contain_text("Dewar 1")
    expect(board.locator("[data-part=overdue]")).to_have_count(0)


def test_who_has_no_part_in_stores_finds_nothing(chromium: Browser, address: str, stores: Stores) -> None:
    context = phone(chromium, address, stores.keys["ada"])
    page = context.new_page()
    for path in ("/scan/", "/scan/verbs/", "/stores/", "/stores/news/", "/dewars/", "/dewars/FL-MX-0001/"):
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 404, path
    context.close()


def test_everything_works_by_keys(sten: BrowserContext, stores: Stores) -> None:
    page = scanner(sten)
    page.get_by_label("Or type the code").focus()
    page.keyboard.type(stores.parcel, delay=90)
    page.keyboard.press("Enter")
    question(page, "What happens with it?")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Arrived")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-outcome=done]")).to_have_count(1)
    assert behind_the_scenes(stores.moves) == ["receive"]
