"""The page of a session while things happen: cards come, grow and end; the line breaks and is mended; all by keys."""

import gzip
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from farlight.bus.public import watch
from farlight.science.scans import Grid
from tests.e2e.axe import violations_of
from tests.e2e.conftest import BUILT, BUSY_MS
from tests.e2e.hall import Hall, behind_the_scenes, prepared_world, session_key, write_many_notes
from tests.e2e.thin_line import ThinLine, thin_line
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

SCRIPT_LIMIT_BYTES = 200_000
MANY = 3000
MOST_CARDS_IN_PAGE = 500


@pytest.fixture
def address() -> Iterator[str]:
    if not BUILT.is_file():
        pytest.skip("the front end is not built (make setup)")
    with web_server() as address:
        yield address
    watch.stop()


@pytest.fixture
def line(address: str) -> Iterator[ThinLine]:
    with thin_line(int(address.rpartition(":")[2])) as line:
        yield line


@pytest.fixture
def hall(chromium: Browser, line: ThinLine, transactional_db: None) -> Iterator[Hall]:
    world = behind_the_scenes(prepared_world)
    address = f"http://127.0.0.1:{line.port}"
    context = chromium.new_context(base_url=address, viewport={"width": 1440, "height": 900})
    context.set_default_timeout(BUSY_MS)
    context.add_cookies([{"name": "sessionid", "value": behind_the_scenes(session_key, world.ada), "url": address}])
    yield Hall(world=world, context=context, page=context.new_page())
    context.close()


def card(page: Page, number: int):
    return page.locator(f"#run-{number}")


def test_a_card_comes_grows_and_ends_by_itself(hall: Hall) -> None:
    page = hall.open()
    expect(page.get_by_text("Nothing was done yet")).to_be_visible()
    hall.collect(1, end=False)
    expect(card(page, 1)).to_have_attribute("data-state", "collecting")
    expect(page.get_by_text("Nothing was done yet")).to_be_hidden()
    hall.frames(1, 450)
    expect(card(page, 1)).to_contain_text("450 of 900 images")
    hall.end(1, 900)
    expect(card(page, 1)).to_have_attribute("data-state", "finished")
    hall.collect(2)
    expect(page.locator("article").first).to_have_attribute("id", "run-2")
    assert page.locator("article").count() == 2


def test_after_a_broken_line_everything_that_was_missed_comes_once(hall: Hall, line: ThinLine) -> None:
    hall.collect(1, end=False)
    page = hall.open()
    line.cut()
    expect(page.locator("[data-live-badge]").first).to_have_text(re.compile(r"line lost, \d+ s"))
    hall.end(1, 900)
    hall.collect(2)
    hall.collect(3)
    hall.note("while the line was broken")
    line.mend()
    expect(page.locator("[data-live-badge]").first).to_have_text(re.compile(r"live, \d+\.\d s behind"))
    expect(page.locator("article")).to_have_count(4)
    expect(card(page, 1)).to_have_attribute("data-state", "finished")
    entries = page.locator("article").evaluate_all("cards => cards.map(card => card.dataset.entry)")
    assert entries == ["4", "3", "2", "1"]


def test_filters_leave_what_fits_and_new_cards_keep_to_them(hall: Hall) -> None:
    hall.collect(1)
    hall.collect(2, kind="grid", layout=Grid(rows=30, columns=30, step_x_um=9.0, step_y_um=9.0))
    page = hall.open()
    page.get_by_role("link", name="Grids").click()
    expect(page.locator("article")).to_have_count(1)
    page.locator('[data-live-badge][data-line="live"]').first.wait_for()
    hall.collect(3)
    hall.collect(4, kind="grid", layout=Grid(rows=30, columns=30, step_x_um=9.0, step_y_um=9.0))
    expect(page.locator("article")).to_have_count(2)
    assert page.locator("article").evaluate_all("cards => cards.map(card => card.id)") == ["run-4", "run-2"]
    page.get_by_role("searchbox", name="Search files").fill("Lyso-2")
    page.keyboard.press("Enter")
    expect(page.locator("article")).to_have_count(1)


def test_keys_walk_star_comment_and_open(hall: Hall) -> None:
    for number in (1, 2, 3):
        hall.collect(number)
    page = hall.open()
    page.keyboard.press("j")
    expect(card(page, 3)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(card(page, 2)).to_be_focused()
    page.keyboard.press("s")
    expect(card(page, 2).get_by_title("Favourite")).to_have_attribute("aria-pressed", "true")
    card(page, 2).focus()
    page.keyboard.press("c")
    comment = card(page, 2).get_by_role("textbox", name="Comment")
    comment.fill("Looks twinned")
    card(page, 2).get_by_role("button", name="Comment").click()
    expect(card(page, 2).locator(".fl-note-text")).to_have_text("Looks twinned")
    expect(card(page, 1).locator(".fl-note-text")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("star it, for yourself")
    page.keyboard.press("Escape")
    card(page, 1).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/runs/1/$"))


def test_what_is_typed_stays_while_the_card_changes(hall: Hall) -> None:
    hall.collect(1, end=False)
    page = hall.open()
    card(page, 1).locator("summary").click()
    card(page, 1).get_by_role("textbox", name="Comment").fill("half a thou")
    hall.end(1, 900)
    expect(card(page, 1)).to_have_attribute("data-state", "finished")
    expect(card(page, 1).get_by_role("textbox", name="Comment")).to_have_value("half a thou")


def test_thousands_of_cards_scroll_and_few_are_in_the_page(hall: Hall) -> None:
    behind_the_scenes(write_many_notes, hall.code, hall.world.ada, MANY)
    page = hall.open()
    most = 0
    for _ in range(400):
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        page.wait_for_timeout(60)
        most = max(most, page.locator("article").count())
        if page.locator("#entry-1").count():
            break
    expect(page.locator("#entry-1")).to_be_visible()
    assert most < MOST_CARDS_IN_PAGE
    page.evaluate("scrollTo(0, 0)")
    expect(page.locator(f"#entry-{MANY}")).to_be_visible()
    seen = page.locator("article").evaluate_all("cards => cards.map(card => Number(card.dataset.entry))")
    assert seen == sorted(set(seen), reverse=True)


def test_the_first_load_is_light(hall: Hall) -> None:
    hall.every_kind_of_card()
    sizes: dict[str, int] = {}

    def weigh(response) -> None:
        if response.request.resource_type == "script":
            sizes[response.url] = len(gzip.compress(response.body()))

    hall.page.on("response", weigh)
    page = hall.open()
    page.wait_for_timeout(1500)
    assert sum(sizes.values()) < SCRIPT_LIMIT_BYTES, sizes
    assert any("farlight" in url for url in sizes)


@pytest.mark.parametrize(
    ("width", "scheme"), [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark"), (360, "light"), (360, "dark")]
)
def test_every_kind_of_card_is_accessible(hall: Hall, width: int, scheme: str) -> None:
    hall.every_kind_of_card()
    page = hall.page
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    found = {}
    for query in ("", "?group=sample", "entries/1/", "summary/"):
        page.goto(f"/sessions/{hall.code}/{query}")
        page.wait_for_timeout(900)
        real_px = page.evaluate("document.documentElement.scrollWidth")
        found[query] = violations_of(page) + ([f"{real_px} px wide"] if real_px > width else [])
    assert {query: faults for query, faults in found.items() if faults} == {}


def test_rivals_see_neither_cards_nor_strip(hall: Hall) -> None:
    hall.every_kind_of_card()
    page = hall.page
    for part in ("", "cards/", "entries/1/", "strip/", "summary/", "summary.csv", "groups/"):
        answer = page.request.get(f"/sessions/{hall.world.theirs}/{part}")
        assert answer.status == 404
