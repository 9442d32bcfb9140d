"""Somebody reads a result: plots are drawn, numbers stand beside them, the cell is looked up. Axe finds nothing."""

import json
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

import farlight.processing.tests as processing_tests
from farlight.beamtime.tests.factories import make_session
from farlight.people.tests.factories import make_person
from farlight.processing.domain.drawing import Sources, drawn
from farlight.processing.domain.report_numbers import ImageScale
from farlight.processing.tests.factories import keep_charts_of, make_processing
from farlight.runs.tests.factories import make_ended_run
from tests.e2e.axe import violations_of

RECORDED = Path(processing_tests.__file__).parent / "recorded" / "report_simulated.json"
WINDOWS = [(1440, "light"), (390, "dark")]

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def result():
    """A session with a finished processing, whose plots DIALS wrote."""
    ada = make_person("ada")
    session = make_session(ada)
    make_ended_run(session, frames=10)
    row = make_processing(session, ada, state="finished")
    numbers = json.loads(RECORDED.read_text())
    scale = ImageScale(start_deg=0.0, end_deg=30.0, images=60)
    keep_charts_of(
        row, drawn(Sources(report=numbers, damage=numbers, scale=scale, first_image=1, images=60, beam=None))
    )
    return ada, f"/sessions/{session.code}/runs/1/processings/"


def window(chromium: Browser, address: str, person, width: int, scheme: str) -> BrowserContext:
    """A browser that the person is signed on with."""
    client = Client()
    client.force_login(person)
    context = chromium.new_context(base_url=address, viewport={"width": width, "height": 900}, color_scheme=scheme)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
    return context


def faults(page: Page, width: int) -> list[str]:
    real_px = page.evaluate("document.documentElement.scrollWidth")
    return violations_of(page) + ([f"{real_px} px wide"] if real_px > width else [])


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
def test_a_result_is_read(chromium: Browser, live_server, result, width: int, scheme: str) -> None:
    person, path = result
    context = window(chromium, live_server.url, person, width, scheme)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{path}1/")
    plots = page.locator("farlight-result-chart")
    assert plots.count() == 7
    for number in range(plots.count()):
        plots.nth(number).scroll_into_view_if_needed()
        plots.nth(number).locator("canvas").wait_for()
    assert plots.first.locator("[role=img]").get_attribute("aria-label").startswith("CC½ by resolution: CC½ stays")
    page.locator("#chart-completeness summary").click()
    assert page.locator("#chart-completeness tbody tr").first.inner_text().split() == ["5.39", "88.250", "2.307"]
    assert faults(page, width) == []
    page.get_by_role("link", name="Look up this cell").click()
    page.get_by_role("heading", name="1 result").wait_for()
    assert faults(page, width) == []
    page.goto(f"{path}?images=3-7")
    assert page.locator("input[name=last_image]").input_value() == "7"
    assert "It is the only result so far." in page.locator(".fl-best").inner_text()
    assert faults(page, width) == []
    assert complaints == []
    context.close()
