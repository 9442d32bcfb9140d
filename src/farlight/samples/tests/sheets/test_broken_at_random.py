"""The sheets that groups have, broken at random: whatever comes, all of it is said in words, and nothing changes."""

import io
import json

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from farlight.samples.adapters.xlsx_writing import Annotated, annotated_workbook
from farlight.samples.domain.sheets.grid import MOST_COLUMNS
from farlight.samples.domain.sheets.problems import Severity
from farlight.samples.domain.sheets.profiles import known_profiles
from farlight.samples.models import Container, Placement, Sample, Specimen, Substance
from farlight.samples.queries.sheets import reading_from, reading_to
from farlight.samples.tests.sheets.breaking import broken_files
from farlight.samples.tests.sheets.known_sheets import OPTIONS, known_sheet
from farlight.samples.tests.sheets.making import check, csv_of, xlsx_of

CODES = tuple(known_profiles())
SENTENCE = (".", "?", ")", "!", '"')


def check_what_is_said(code, content, name):
    """Everything is in words, with a place and a remedy; it can be kept, shown, and given back with remarks."""
    found = check(content, name, options=OPTIONS[code])
    rows = {row.number for row in found.reading.rows}
    for problem in found.problems:
        assert problem.message.endswith(SENTENCE), problem
        assert problem.remedy or problem.severity is not Severity.ERROR
        assert problem.row is None or problem.row >= 1
        assert problem.column is None or 0 <= problem.column <= MOST_COLUMNS
        assert problem.cell == "file" or rows or not found.reading.is_readable
    assert found.may_be_taken == (bool(found.rows) and not found.counts["error"])
    kept = json.dumps(reading_to(found.reading))
    assert "\\u0000" not in kept
    json.loads(kept)
    kept_again = reading_from(json.loads(kept))
    assert kept_again.rows == found.reading.rows
    "".join(text for row in found.reading.rows for text in row.texts).encode()
    book = annotated_workbook(Annotated(content=content, reading=found.reading, problems=found.problems))
    listed = list(openpyxl.load_workbook(io.BytesIO(book))["Problems"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in listed] == [problem.cell for problem in found.problems]
    return found


@pytest.mark.parametrize("code", CODES)
def test_the_sheets_that_groups_have_are_right(code):
    for content, name in ((csv_of(known_sheet(code)), "a.csv"), (xlsx_of(known_sheet(code)), "a.xlsx")):
        found = check_what_is_said(code, content, name)
        assert (found.may_be_taken, found.counts["new"], found.counts["error"]) == (True, len(found.rows), 0)
        assert len(found.rows) == len(known_sheet(code)) - known_profiles()[code].has_headings


@pytest.mark.parametrize("code", CODES)
@settings(max_examples=15)
@given(st.data())
def test_however_they_are_broken_it_is_said_in_words(code, data):
    check_what_is_said(code, *data.draw(broken_files(code)))


def counted():
    return [kind.objects.count() for kind in (Sample, Specimen, Substance, Container, Placement)]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_a_broken_sheet_that_is_sent_is_answered_and_changes_nothing(ada, client, data):
    code = data.draw(st.sampled_from(CODES))
    content, name = data.draw(broken_files(code))
    before = counted()
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    file = SimpleUploadedFile(name, content)
    sent = client.post(reverse("samples:sheet_send"), {"proposal": "mx2345", "file": file})
    assert sent.status_code == 302
    for address in (sent["Location"], f"{sent['Location']}annotated/"):
        assert client.get(address).status_code == 200
    file.seek(0)
    by_rest = client.post("/api/v1/proposals/mx2345/sheets", {"file": file})
    assert by_rest.status_code == 200, by_rest.content
    assert by_rest.json()["counts"]["error"] + by_rest.json()["counts"]["new"] >= 0
    taken = client.post(f"{sent['Location']}take/")
    assert taken.status_code in {302, 422}
    if taken.status_code == 422:
        assert counted() == before
