"""The pages of sheets: send, mend, take over, take back."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from farlight.beamtime.tests.factories import make_session
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.samples.models import Sample, Sheet
from farlight.samples.services.placement import place_sample
from farlight.samples.tests.factories import make_container
from farlight.samples.tests.sheets.making import HEADINGS, csv_of, good, with_cell


@pytest.fixture
def as_ada(ada, client):
    client.force_login(ada)
    return client


def sent(client, rows):
    file = SimpleUploadedFile("crystals.csv", csv_of(rows))
    return client.post("/sheets/send/", {"proposal": "mx2345", "file": file})["Location"]


def text_of(answer):
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def test_a_sheet_is_sent_mended_taken_over_and_taken_back(as_ada):
    page = sent(as_ada, with_cell(1, 4, "lysoo"))
    shown = text_of(as_ada.get(page))
    assert "E3 Substance The proposal has no substance 'lysoo'." in shown
    assert "Nothing is taken over while there is an error." in shown
    fragment = as_ada.post(
        f"{page}correct/", {"cells": "3:4", "suggestion": "lyso", "text": "lysoo"}, headers={"HX-Request": "true"}
    )
    assert "Take over 3 samples" in text_of(fragment)
    assert b"<html" not in fragment.content
    taken = as_ada.post(f"{page}take/", follow=True)
    assert "Taken over: 3 new samples, 0 changed." in text_of(taken)
    assert Sample.objects.count() == 3
    assert "taken over" in text_of(as_ada.get("/sheets/?proposal=mx2345"))
    assert "everything is as before" in text_of(as_ada.post(f"{page}undo/", follow=True))
    assert Sample.objects.count() == 0


def test_a_sheet_with_errors_is_refused_with_all_of_them(as_ada):
    page = sent(as_ada, with_cell(1, 4, "lysoo"))
    answer = as_ada.post(f"{page}take/")
    assert answer.status_code == 422
    assert "E3: The proposal has no substance 'lysoo'." in text_of(answer)
    assert Sample.objects.count() == 0


def test_columns_are_said_to_mean_something_else(as_ada):
    rows = [[*HEADINGS[:7], "Bemerkung zur Probe"], *good()]
    rows[2][7] = "kalt"
    page = sent(as_ada, rows)
    said = {"technique": "", "profile": "", "was:7": "", "column:7": "comment", "default:parcel": "Box 3"}
    as_ada.post(f"{page}describe/", said)
    sheet = Sheet.objects.get()
    assert sheet.options["mapping"] == {"7": "comment"}
    assert sheet.options["defaults"] == {"parcel": "Box 3"}
    as_ada.post(f"{page}take/")
    assert Sample.objects.get(name="x2").comment == "kalt"


@pytest.mark.parametrize("separator", ["\t", ";", ","])
def test_rows_are_pasted(as_ada, separator):
    text = "\n".join(separator.join(row) for row in [HEADINGS, *good()])
    page = as_ada.post("/sheets/send/", {"proposal": "mx2345", "rows": text})["Location"]
    assert "Take over 3 samples" in text_of(as_ada.get(page))


def test_nothing_is_sent(as_ada):
    answer = as_ada.post("/sheets/send/", {"proposal": "mx2345", "rows": " "}, follow=True)
    assert "Nothing was sent." in text_of(answer)


def test_a_file_that_is_no_sheet_says_so(as_ada):
    file = SimpleUploadedFile("a.xlsx", b"%PDF-1.4")
    page = as_ada.post("/sheets/send/", {"proposal": "mx2345", "file": file})["Location"]
    assert "This is a PDF, not a sheet." in text_of(as_ada.get(page))


def test_a_sheet_is_thrown_away_and_comes_back_with_comments(as_ada):
    page = sent(as_ada, with_cell(1, 4, "lysoo"))
    assert as_ada.get(f"{page}annotated/").content.startswith(b"PK")
    as_ada.post(f"{page}discard/")
    assert Sheet.objects.get().state == "discarded"
    assert as_ada.get("/sheets/").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_a_constant_number_of_queries(as_ada, django_assert_num_queries, count):
    for number in range(count):
        sent(as_ada, [HEADINGS, *good(number + 1)])
    with django_assert_num_queries(24):
        as_ada.get("/sheets/?proposal=mx2345")


def test_others_see_nothing(as_ada, client):
    page = sent(as_ada, [HEADINGS, *good()])
    bob = make_person("bob")
    make_session(bob, "mx9999", beamline="sim2")
    client.force_login(bob)
    assert client.get(page).status_code == 404
    assert client.get(f"{page}annotated/").status_code == 404
    for verb in ("correct", "describe", "take", "undo", "discard"):
        assert client.post(f"{page}{verb}/", {"cells": "3:4", "text": "x"}).status_code == 404
    assert client.post("/sheets/send/", {"proposal": "mx2345", "rows": "a\tb"}).status_code == 404
    assert "mx2345" not in text_of(client.get("/sheets/?proposal=mx2345"))


def test_new_substances_are_made_by_one_press_and_samples_without_a_place_are_counted(as_ada):
    rows = [["Substance", "Sample name"], ["lyso", "x1"], ["Fresh", "x2"], ["Other", "x3"]]
    page = sent(as_ada, rows)
    offer = BeautifulSoup(as_ada.get(page).content, "html.parser").select_one(".fl-sheet-new")
    assert " ".join(offer.text.split()) == "mx2345 does not have Fresh and Other yet. They are new: make them"
    fragment = as_ada.post(f"{page}substances/", headers={"HX-Request": "true"})
    assert "Take over 3 samples" in text_of(fragment)
    as_ada.post(f"{page}take/")
    shown = text_of(as_ada.get(page))
    assert "Declared 3 Changed 0" in shown
    assert "3 of them lie in no container yet" in shown
    given = as_ada.get(f"/api/v1{page}file?format=csv").content.decode("utf-8-sig")
    assert given.splitlines()[0] == "Substance,Sample name,Status,Sample code"


def test_a_sheet_without_places_is_given_back_with_them(as_ada, ada):
    page = sent(as_ada, [["Substance", "Sample name"], ["lyso", "x1"], ["lyso", "x2"]])
    as_ada.post(f"{page}take/")
    box = make_container("GB-77", "grid_box_1", proposal="mx2345")
    place_sample(sample=Sample.objects.get(name="x2"), container=box, slot="3", now=utc_now())
    given = as_ada.get(f"/api/v1{page}file?format=csv").content.decode("utf-8-sig")
    lines = [line.rpartition(",")[0] for line in given.splitlines()]
    assert lines == [
        "Substance,Sample name,Container,Position,Status",
        "lyso,x1,,,declared",
        "lyso,x2,GB-77,3,declared",
    ]
