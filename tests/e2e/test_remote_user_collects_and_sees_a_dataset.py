"""A scientist far away queues a rotation, watches it, sees the cell found, opens an image, downloads the file."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations_of
from tests.e2e.pages.login import LoginPage
from tests.e2e.pages.queue import QueuePage, newest_run_once_idle
from tests.e2e.pages.session import SessionPage

SESSION = "mx1001-2"
IMAGES = 60
COLLECTED_S = 120
PROCESSED_S = 600

pytestmark = [pytest.mark.browser, pytest.mark.system, pytest.mark.slow, pytest.mark.timeout(1200)]


def test_remote_user_collects_and_sees_a_dataset(page: Page, password: str) -> None:
    LoginPage(page).log_in("mira", password)
    page.get_by_role("link", name="Open the session").first.click()
    session = SessionPage(page, SESSION)
    session.expect_live()
    known = newest_run_once_idle(page, SESSION)
    _cancel_processing(page, known)
    session.open()

    page.get_by_role("link", name="Collect", exact=True).click()
    queue = QueuePage(page)
    queue.choose_sample("lysozyme-1")
    queue.ask(images=IMAGES)
    queue.add()

    session.open()
    run = session.wait_for_new_run(known, timeout_s=COLLECTED_S)
    _spots_grow(page, f"#run-{known + 1}")
    expect(run).to_have_attribute("data-state", "finished", timeout=COLLECTED_S * 1000)
    assert violations_of(page) == []

    run.get_by_role("link", name="Images", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Image 1 of {IMAGES}")
    expect(page.locator(".fl-dv-badge")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Image 2 of {IMAGES}")
    assert violations_of(page) == []

    page.goto(f"/sessions/{SESSION}/runs/{known + 1}/")
    expect(page.locator(".fl-plot-words")).to_contain_text(f"{IMAGES} images analysed")
    assert violations_of(page) == []

    page.goto(f"/sessions/{SESSION}/runs/{known + 1}/files/")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile(r"_000001\.h5$")).first.click()
    assert download.value.path().stat().st_size > 1_000_000

    _the_cell_is_found(page, session, f"#run-{known + 1}")


def _cancel_processing(page: Page, newest: int) -> None:
    """Cancel what runs and waits of earlier runs; their turn would come first, and each takes minutes."""
    for run in range(newest, 0, -1):
        address = f"/sessions/{SESSION}/runs/{run}/processings/1/"
        if not page.request.get(address).ok:
            continue
        page.goto(address)
        cancel = page.get_by_role("button", name="Cancel", exact=True)
        if cancel.count():
            cancel.click()
            expect(page.get_by_text("cancelled").first).to_be_visible()


def _the_cell_is_found(page: Page, session: SessionPage, run: str) -> None:
    """Wait on the session's page until processing has found lysozyme's cell, and open the result."""
    session.open()
    result = page.locator(f"{run} .fl-run-result")
    expect(result.locator(".fl-cell")).to_have_text(
        re.compile(r"7[89]\.\d+ 7[89]\.\d+ 3[678]\.\d+"), timeout=PROCESSED_S * 1000
    )
    expect(page.locator("#results .fl-best-number")).to_have_text(re.compile(r"\d\.\d\d"))
    result.locator("a.fl-space-group").click()
    expect(page.get_by_role("heading", name="Merging statistics")).to_be_visible()
    assert violations_of(page) == []


def _spots_grow(page: Page, run: str) -> None:
    """Wait until images of a run are looked at, and then until more are: without a reload."""
    counts: list[int] = []
    for least in (1, IMAGES):
        seen = page.wait_for_function(
            "([run, least]) => { const count = Number(/(\\d+) images? analysed/.exec("
            "document.querySelector(run + ' .fl-plot-words')?.textContent ?? '')?.[1] ?? 0);"
            " return count >= least && count; }",
            arg=[run, least],
            timeout=COLLECTED_S * 1000,
        )
        counts.append(seen.json_value())
    assert counts == sorted(counts)
    assert counts[-1] == IMAGES
