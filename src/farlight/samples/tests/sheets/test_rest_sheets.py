"""Sheets by REST: what is sent, what is answered, and to whom."""

import io
import json

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from farlight.beamtime.tests.factories import make_session
from farlight.people.tests.factories import make_person
from farlight.samples.models import Sample, Sheet
from farlight.samples.tests.sheets.making import HEADINGS, check, csv_of, good, told, with_cell

URL = "/api/v1/proposals/mx2345/sheets"


@pytest.fixture
def as_ada(ada, client):
    client.force_login(ada)
    return client


def sent(client, rows, url=URL, **more):
    return client.post(url, {"file": SimpleUploadedFile("a.csv", csv_of(rows)), **more})


def test_a_sheet_is_checked_and_nothing_is_kept(as_ada):
    answer = sent(as_ada, with_cell(1, 4, "lysoo")).json()
    assert (answer["may_be_taken"], answer["sheet"], answer["technique"]) == (False, "", "mx_crystal")
    assert answer["counts"] == {"new": 3, "changed": 0, "unchanged": 0, "error": 1, "warning": 0, "info": 0}
    assert answer["problems"] == [
        {
            "cell": "E3",
            "row": 3,
            "column": "E",
            "heading": "Substance",
            "value": "lysoo",
            "severity": "error",
            "trouble": "unknown_substance",
            "message": "The proposal has no substance 'lysoo'.",
            "remedy": "Did you mean 'lyso'? Correct it, or let new substances be made.",
            "suggestion": "lyso",
        }
    ]
    assert (Sheet.objects.count(), Sample.objects.count()) == (0, 0)


def test_a_wrong_sheet_is_not_taken_over(as_ada):
    answer = sent(as_ada, with_cell(1, 4, "lysoo"), f"{URL}?commit=true")
    assert answer.status_code == 422
    assert [reason["field"] for reason in answer.json()["reasons"]] == ["E3"]
    assert (Sheet.objects.count(), Sample.objects.count()) == (0, 0)


def test_a_good_sheet_is_taken_over_given_back_and_taken_back(as_ada):
    answer = sent(as_ada, [HEADINGS, *good()], f"{URL}?commit=true").json()
    assert answer["state"] == "taken"
    code = answer["sheet"]
    assert [one["code"] for one in as_ada.get(URL).json()] == [code]
    back = as_ada.get(f"/api/v1/sheets/{code}/file?format=csv")
    assert back["Content-Disposition"] == 'attachment; filename="a-now.csv"'
    lines = back.content.decode("utf-8-sig").splitlines()
    codes = dict(Sample.objects.values_list("name", "code"))
    assert lines[0] == ",".join([*HEADINGS, "Status", "Sample code"])
    assert lines[1] == f"Dewar 1,P-1,UniPuck,1,lyso,x1,HX101,,declared,{codes['x1']}"
    assert check(back.content).counts["error"] == 0
    assert as_ada.post(f"/api/v1/sheets/{code}/undo").json()["state"] == "undone"
    assert Sample.objects.count() == 0


def test_a_sheet_is_kept_described_mended_and_taken_over(as_ada):
    rows = [[*HEADINGS[:7], "Bemerkung zur Probe"], *good()]
    rows[2][4], rows[2][7] = "lysoo", "kalt"
    code = sent(as_ada, rows, f"{URL}?keep=true").json()["sheet"]
    about = {"mapping": json.dumps({"7": "comment"})}
    described = as_ada.patch(f"/api/v1/sheets/{code}", about, content_type="application/json").json()
    assert [one["cell"] for one in described["problems"]] == ["E3"]
    cells = {"cells": [{"row": 3, "column": 4, "text": "thau"}]}
    mended = as_ada.patch(f"/api/v1/sheets/{code}/cells", cells, content_type="application/json").json()
    assert (mended["problems"], mended["may_be_taken"]) == ([], True)
    assert as_ada.post(f"/api/v1/sheets/{code}/take").json()["state"] == "taken"
    assert Sample.objects.get(name="x2").comment == "kalt"
    assert as_ada.delete(f"/api/v1/sheets/{code}").status_code == 409


def test_rows_are_pasted(as_ada):
    body = {"rows": [HEADINGS, *good()]}
    answer = as_ada.post(f"{URL}/rows?commit=true", body, content_type="application/json").json()
    assert (answer["state"], answer["counts"]["new"]) == ("taken", 3)


def test_a_sheet_comes_back_with_comments(as_ada):
    answer = sent(as_ada, with_cell(1, 4, "lysoo"), f"{URL}/annotated")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Samples", "Problems"]
    assert "ERROR: The proposal has no substance 'lysoo'." in book["Samples"]["E3"].comment.text
    assert [cell.value for cell in book["Problems"][2]][:4] == ["E3", "Substance", "lysoo", "error"]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_templates_are_read_again_without_a_problem_but_emptiness(as_ada, kind):
    answer = as_ada.get(f"/api/v1/techniques/mx_crystal/template?format={kind}&proposal=mx2345")
    assert answer.status_code == 200
    assert told(check(answer.content)) == [("file", "empty", "error")]


def test_samples_are_given_out_as_a_known_sheet(as_ada):
    sent(as_ada, [HEADINGS, *good()], f"{URL}?commit=true")
    answer = as_ada.get("/api/v1/proposals/mx2345/samples/export?technique=mx_crystal&profile=exi-28&format=csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith(",P-1,UniPuck,1,lyso,x1,HX101,")
    assert len(lines) == 3


def test_others_learn_nothing(as_ada, client):
    code = sent(as_ada, [HEADINGS, *good()], f"{URL}?commit=true").json()["sheet"]
    draft = sent(as_ada, [HEADINGS, *good(1)], f"{URL}?keep=true").json()["sheet"]
    bob = make_person("bob")
    make_session(bob, "mx9999", beamline="sim2")
    client.force_login(bob)
    assert sent(client, [HEADINGS, *good()]).status_code == 404
    for path in (f"/api/v1/sheets/{code}", f"/api/v1/sheets/{code}/file", URL, "/api/v1/sheets/sh-nothing"):
        assert client.get(path).status_code == 404
    for path in (f"{code}/take", f"{code}/undo", f"{draft}/take"):
        assert client.post(f"/api/v1/sheets/{path}").status_code == 404
    assert client.get("/api/v1/techniques/mx_crystal/template?proposal=mx2345").status_code == 404
    export = "/api/v1/proposals/mx2345/samples/export?technique=mx_crystal"
    assert client.get(export).status_code == 404


def test_a_draft_is_seen_by_who_sent_it_only(ada, bea, client):
    client.force_login(ada)
    draft = sent(client, [HEADINGS, *good(1)], f"{URL}?keep=true").json()["sheet"]
    assert [one["code"] for one in client.get(URL).json()] == [draft]
    client.force_login(bea)
    assert client.get(URL).json() == []
    assert client.get(f"/api/v1/sheets/{draft}").status_code == 404
    client.force_login(ada)
    client.post(f"/api/v1/sheets/{draft}/take")
    client.force_login(bea)
    assert client.get(f"/api/v1/sheets/{draft}").status_code == 200
