import gzip

import pytest
from asgiref.sync import async_to_sync
from bs4 import BeautifulSoup
from django.test import Client

from farlight.beamtime.public import set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import TeamRole
from farlight.people.tests.factories import make_person
from farlight.processing.adapters.report_parts import part_path
from farlight.processing.models import Processing
from farlight.processing.tests.factories import make_processing
from farlight.runs.tests.factories import make_ended_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_person("ada")


@pytest.fixture
def session(ada):
    session = make_session(ada)
    make_ended_run(session)
    return session


def browser_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def browser(ada):
    return browser_of(ada)


@async_to_sync
async def body_of(response):
    return b"".join([part async for part in response.streaming_content])


def base(session, rest="") -> str:
    return f"/sessions/{session.code}/runs/1/processings/{rest}"


def words(answer) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def test_result_shows_cell_group_resolution_shells_and_remarks(browser, session, ada):
    make_processing(session, ada, state="finished")
    answer = browser.get(base(session, "1/"))
    text = words(answer)
    for said in ("79.10 79.10 37.00 90 90 90", "P4 3 2 1 2", "1.80", "99.0", "0.999", "A remark.", "97.0"):
        assert said in text
    soup = BeautifulSoup(answer.content, "html.parser")
    assert soup.find("a", href=base(session, "1/report/"))
    assert soup.find("a", href=base(session, "1/files/01_import.log"))
    assert "secret.txt" not in text
    assert soup.find("form", action=base(session))


def test_plots_have_words_and_numbers_for_those_who_do_not_see_them(browser, session, ada):
    make_processing(session, ada, state="finished")
    soup = BeautifulSoup(browser.get(base(session, "1/")).content, "html.parser")
    plot = soup.find("farlight-result-chart")
    assert plot["charts-url"] == f"/api/v1/sessions/{session.code}/runs/1/processings/1/charts"
    assert plot["label"].startswith("Completeness and multiplicity: Completeness goes from 100 %")
    table = soup.select_one("#chart-completeness table")
    rows = [[cell.get_text(strip=True) for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]
    assert rows == [
        ["Resolution (Å)", "Completeness (%)", "Multiplicity"],
        ["4.00", "99.500", "6.500"],
        ["1.80", "\N{EN DASH}", "2.250"],
    ]


def test_messages_are_told_with_how_much_they_matter(browser, session, ada):
    make_processing(session, ada, state="finished")
    text = words(browser.get(base(session, "1/")))
    assert "Warning A remark." in text
    assert "Note Good to know." in text
    assert "No radiation damage is seen" in text
    assert "244.0, 308.0 → 245.4, 306.7 0.33 mm" in text


def test_no_inline_script_or_style(browser, session, ada):
    make_processing(session, ada, state="finished")
    for path in ("1/", ""):
        soup = BeautifulSoup(browser.get(base(session, path)).content, "html.parser")
        assert [tag for tag in soup.find_all("script") if not tag.get("src")] == []
        assert soup.find_all("style") == []
        assert [tag for tag in soup.find_all(True) if tag.get("style") or tag.get("onclick")] == []


def test_failure_shows_step_reason_and_advice(browser, session, ada):
    make_processing(session, ada, state="failed")
    text = words(browser.get(base(session, "1/")))
    for said in ("failed at the step “index”", "No lattice explains the spots.", "What to try", "Look at the images."):
        assert said in text


def test_running_processing_shows_progress_and_can_be_cancelled(browser, session, ada):
    make_processing(session, ada, state="running")
    soup = BeautifulSoup(browser.get(base(session, "1/")).content, "html.parser")
    assert soup.find("progress")["value"] == "0.200"
    assert soup.body["data-live"] == f"/api/v1/sessions/{session.code}/events"
    answer = browser.post(soup.find("form", action=base(session, "1/cancel/"))["action"], follow=True)
    assert "being cancelled" in words(answer)
    assert Processing.objects.get().cancelled_by == "ada"


def test_the_part_that_changes_comes_alone(browser, session, ada):
    make_processing(session, ada, state="running")
    answer = browser.get(base(session, "1/now/"))
    assert b"<html" not in answer.content
    assert "Indexing" in words(answer)


def test_processing_is_started_with_other_parameters(browser, session, ada):
    make_processing(session, ada, state="finished")
    form = {"speed": "thorough", "beam_search": "always", "d_min_angstrom": "2.1", "space_group": "P43212"}
    answer = browser.post(base(session), form | {"unit_cell": "79.1, 79.1 37 90 90 90"})
    assert (answer.status_code, answer["Location"]) == (302, base(session, "2/"))
    row = Processing.objects.get(number=2)
    assert row.options["unit_cell"] == [79.1, 79.1, 37.0, 90.0, 90.0, 90.0]
    assert (row.options["speed"], row.options["d_min_angstrom"]) == ("thorough", 2.1)
    again = browser.post(base(session), {"speed": "fast"})
    assert again["Location"] == base(session, "2/")
    assert Processing.objects.count() == 2


def test_form_keeps_what_was_asked_for_last_time(browser, session, ada):
    browser.post(base(session), {"speed": "thorough", "d_min_angstrom": "2.1"})
    soup = BeautifulSoup(browser.get(base(session, "1/")).content, "html.parser")
    assert soup.find("input", {"name": "d_min_angstrom"})["value"] == "2.1"
    assert soup.find("select", {"name": "speed"}).find("option", selected=True)["value"] == "thorough"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"speed": "fast", "unit_cell": "1 2 3"}, "six numbers"),
        ({"speed": "fast", "space_group": "P 99"}, "is not a space group"),
        ({"speed": "fast", "last_image": "11"}, "10 images only"),
        ({"speed": "warp"}, "Select a valid choice"),
    ],
)
def test_wrong_parameters_are_objected_to(browser, session, form, said):
    answer = browser.post(base(session), form)
    assert answer.status_code == 422
    assert said in words(answer)
    assert not Processing.objects.exists()


def test_list_at_none_one_and_three(browser, session, ada, django_assert_max_num_queries):
    assert "Not processed yet" in words(browser.get(base(session)))
    for count in (1, 3):
        while Processing.objects.count() < count:
            make_processing(session, ada, state="finished")
        with django_assert_max_num_queries(26):
            assert words(browser.get(base(session))).count("P4 3 2 1 2") == count + 1


def test_report_is_caged_and_finds_its_libraries_here(browser, session, ada):
    make_processing(session, ada, state="finished")
    answer = browser.get(base(session, "1/report/"))
    assert answer["Content-Security-Policy"].startswith("sandbox allow-scripts allow-popups; default-src 'none'")
    assert b'src="http://testserver/processing/report-parts/jquery/jquery.min.js"' in answer.content
    assert b"/javascript/" not in answer.content


def test_libraries_of_the_report_are_a_closed_list(client):
    assert client.get("/processing/report-parts/jquery/../../../etc/passwd").status_code == 404
    assert client.get("/processing/report-parts/plotly/secret.js").status_code == 404


@pytest.mark.parametrize(("coding", "said"), [("gzip", "gzip"), ("", "")])
def test_libraries_of_the_report_come_without_a_session(client, coding, said):
    if part_path("jquery/jquery.min.js") is None:
        pytest.skip("jQuery of the Debian package libjs-jquery is not installed")
    answer = client.get("/processing/report-parts/jquery/jquery.min.js", headers={"accept-encoding": coding})
    assert answer.headers.get("Content-Encoding", "") == said
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert b"jQuery" in (gzip.decompress(answer.content) if said else answer.content)


def test_logs_are_text_to_read_and_data_is_to_keep(browser, session, ada):
    make_processing(session, ada, state="finished")
    log = browser.get(base(session, "1/files/01_import.log"), follow=True)
    assert log["Content-Type"] == "text/plain; charset=utf-8"
    assert "attachment" not in log["Content-Disposition"]
    assert body_of(log) == b"DIALS imported <b>it</b>\n"
    mtz = browser.get(base(session, "1/files/merged.mtz"), follow=True)
    assert mtz["Content-Disposition"].startswith('attachment; filename="merged.mtz"')
    assert body_of(mtz) == b"MTZ "
    assert browser.get(base(session, "1/files/secret.txt")).status_code == 404


@pytest.mark.parametrize("path", ["", "1/", "1/now/", "1/report/", "1/files/01_import.log", "1/files/nothing"])
def test_rivals_see_nothing_and_cannot_tell(session, ada, path):
    make_processing(session, ada, state="finished")
    rival = browser_of(make_session(code="mx9999", beamline="sim2").proposal.principal_investigator)
    answer = rival.get(base(session, path))
    unknown = rival.get(base(session, path).replace(session.code, "mx8888-1"))
    assert answer.status_code == unknown.status_code == 404
    assert words(answer) == words(unknown)


@pytest.mark.parametrize("path", ["", "1/cancel/"])
def test_rivals_change_nothing(session, ada, path):
    make_processing(session, ada)
    rival = browser_of(make_session(code="mx9999", beamline="sim2").proposal.principal_investigator)
    assert rival.post(base(session, path), {"speed": "fast"}).status_code == 404
    assert Processing.objects.get().state == "queued"


def test_strangers_are_sent_to_log_in(client, session):
    for path in ("", "1/", "1/report/", "1/files/x"):
        assert client.get(base(session, path)).status_code == 302


def test_observers_read_and_are_told_why_they_may_not_start(session, ada):
    make_processing(session, ada, state="running")
    otto = make_person("otto")
    set_team_member(session=session, person=otto, role=TeamRole.OBSERVER)
    page = browser_of(otto).get(base(session, "1/"))
    assert "You cannot start a processing now" in words(page)
    assert b"/cancel/" not in page.content
    assert browser_of(otto).post(base(session, "1/cancel/")).status_code == 403
