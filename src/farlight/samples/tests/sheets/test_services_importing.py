"""Sheets are taken over whole or not at all, once, and can be taken back."""

from datetime import timedelta

import pytest

from farlight.beamtime.tests.factories import make_session
from farlight.bus.public import all_entries
from farlight.kernel.errors import Conflict, Invalid
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.samples.models import Container, Placement, Sample, Sheet, SheetRow, Specimen, SpecimenBarcode, Substance
from farlight.samples.queries.sheets import check_of
from farlight.samples.services.importing import correct_sheet, describe_sheet, discard_sheet, keep_sheet
from farlight.samples.services.importing_taking import take_sheet
from farlight.samples.services.importing_undoing import undo_sheet
from farlight.samples.services.placement import move_container, place_sample, take_out
from farlight.samples.services.specimens import set_specimen_state
from farlight.samples.tests.factories import make_container, make_sample
from farlight.samples.tests.sheets.making import HEADINGS, csv_of, good, told, with_cell, xlsx_of
from farlight.samples.types import SpecimenState

NOW = utc_now()
EVERYTHING = (Sample, Specimen, SpecimenBarcode, Container, Placement, Substance, SheetRow)


def kept(ada, rows, now=NOW, **options):
    return keep_sheet(proposal="mx2345", content=csv_of(rows), name="crystals.csv", options=options, now=now, by=ada)


def counted():
    return {model.__name__: model.objects.count() for model in EVERYTHING}


def places(name="P-1"):
    rows = Placement.objects.filter(container__name=name, until=None).order_by("position")
    return list(rows.values_list("specimen__sample__name", "slot"))


def test_a_good_sheet_is_taken_over_at_once(ada):
    sheet = take_sheet(sheet=kept(ada, [HEADINGS, *good()]), now=NOW, by=ada)
    assert counted() == {
        "Sample": 3, "Specimen": 3, "SpecimenBarcode": 3, "Container": 1, "Placement": 3, "Substance": 2, "SheetRow": 3,
    }  # fmt: skip
    assert places() == [("x1", "1"), ("x2", "2"), ("x3", "3")]
    newest = list(all_entries(""))[-1]
    container = Container.objects.get()
    assert newest.kind == "sheet-taken"
    assert newest.body["parcels"] == [{"parcel": "Dewar 1", "containers": [container.code]}]
    assert (newest.body["sheet"], newest.body["new"], newest.body["changed"]) == (sheet.code, 3, 0)
    assert set(newest.body["samples"]) == set(Sample.objects.values_list("code", flat=True))
    sample = Sample.objects.select_related("substance").get(name="x2")
    assert (sample.technique, sample.schema_version, sample.substance.acronym, sample.owner_id) == (
        "mx_crystal", 1, "lyso", ada.pk,
    )  # fmt: skip
    assert sample.import_key == f"{sheet.code}/3"
    assert Specimen.objects.get(sample=sample).mount == "pin"


def test_a_sheet_with_an_error_changes_nothing_and_says_everything(ada):
    rows = [HEADINGS, *good(5)]
    rows[2][4], rows[3][3], rows[4][5] = "lysoo", "17", ""
    before = counted()
    entries = len(list(all_entries("")))
    with pytest.raises(Invalid) as refusal:
        take_sheet(sheet=kept(ada, rows), now=NOW, by=ada)
    assert [one.field for one in refusal.value.objections] == ["E3", "D4", "F5"]
    assert counted() == before
    assert len(list(all_entries(""))) == entries


def test_the_same_sheet_again_changes_nothing(ada):
    first = take_sheet(sheet=kept(ada, [HEADINGS, *good()]), now=NOW, by=ada)
    before = counted()
    entries = len(list(all_entries("")))
    assert take_sheet(sheet=first, now=NOW, by=ada).pk == first.pk
    again = kept(ada, [HEADINGS, *good()])
    assert check_of(again).counts["unchanged"] == 3
    assert take_sheet(sheet=again, now=NOW, by=ada).pk == first.pk
    assert counted() == before
    assert Sheet.objects.count() == 1
    assert len(list(all_entries(""))) == entries


def test_a_sheet_that_comes_again_merges(ada):
    take_sheet(sheet=kept(ada, [HEADINGS, *good()]), now=NOW, by=ada)
    rows = [[*HEADINGS, "Space group"], *([*row, "P43212"] for row in good(4))]
    rows[1][3], rows[2][3], rows[2][7] = "2", "1", "cracked"
    later = NOW + timedelta(minutes=5)
    sheet = take_sheet(sheet=kept(ada, rows), now=later, by=ada)
    assert sheet.counts == {"new": 1, "changed": 3, "unchanged": 0, "error": 0, "warning": 0, "info": 0}
    assert places() == [("x2", "1"), ("x1", "2"), ("x3", "3"), ("x4", "4")]
    assert Sample.objects.get(name="x2").comment == "cracked"
    assert Sample.objects.get(name="x1").values == {"space_group": "P43212"}


def test_undoing_restores_exactly_what_was(ada):
    take_sheet(sheet=kept(ada, [HEADINGS, *good()]), now=NOW, by=ada)
    held = list(Sample.objects.order_by("pk").values()), list(Placement.objects.order_by("pk").values()), counted()
    rows = [[*HEADINGS, "Space group"], *([*row, "P43212"] for row in good(4))]
    rows[1][3], rows[2][3], rows[2][6] = "2", "1", "HX999"
    rows[4][1] = "P-9"
    later = NOW + timedelta(minutes=5)
    second = take_sheet(sheet=kept(ada, rows), now=later, by=ada)
    undo_sheet(sheet=second, now=later + timedelta(minutes=1), by=ada)
    now = list(Sample.objects.order_by("pk").values()), list(Placement.objects.order_by("pk").values())
    assert now == held[:2]
    assert counted() == {**held[2], "SheetRow": 7}
    assert undo_sheet(sheet=second, now=later, by=ada).state == "undone"
    assert list(all_entries(""))[-1].kind == "sheet-undone"


def test_undoing_is_refused_when_something_was_used_since(ada):
    sheet = take_sheet(sheet=kept(ada, [HEADINGS, *good()]), now=NOW, by=ada)
    later = NOW + timedelta(minutes=5)
    x1, x2 = Sample.objects.get(name="x1"), Sample.objects.get(name="x2")
    set_specimen_state(specimen=x1.specimens.get(), to=SpecimenState.MEASURED, now=later, by=ada)
    place_sample(sample=x2, container=Container.objects.get(), slot="9", now=later, by=ada)
    before = counted()
    with pytest.raises(Invalid) as refusal:
        undo_sheet(sheet=sheet, now=later, by=ada)
    assert [(one.field, one.message) for one in refusal.value.objections] == [
        ("row 2", "x1 is measured by now."),
        ("row 3", "x2 was changed since: its place."),
    ]
    assert counted() == before


def test_undoing_is_refused_when_the_old_places_are_taken_since(ada):
    take_sheet(sheet=kept(ada, [HEADINGS, *good()]), now=NOW, by=ada)
    rows = [HEADINGS, *good()]
    rows[1][3], rows[2][3] = "11", "12"
    later = NOW + timedelta(minutes=5)
    second = take_sheet(sheet=kept(ada, rows), now=later, by=ada)
    other = make_sample("mx2345", "y1", acronym="y")
    place_sample(sample=other, container=Container.objects.get(), slot="1", now=later + timedelta(minutes=1))
    before = counted()
    with pytest.raises(Invalid) as refusal:
        undo_sheet(sheet=second, now=later + timedelta(minutes=2), by=ada)
    assert [(one.field, one.message, one.mend) for one in refusal.value.objections] == [
        ("row 2", "x1 lay in position 1 of P-1, where y1 lies now.", "Take that out first."),
    ]
    assert (counted(), places()) == (before, [("y1", "1"), ("x3", "3"), ("x1", "11"), ("x2", "12")])


OUTER_HEADINGS = [*HEADINGS, "Outer container", "Outer type", "Outer position"]


def outer_place(name="P-1"):
    return list(Placement.objects.filter(held__name=name, until=None).values_list("container__name", "slot"))


def test_undoing_puts_containers_back_unless_they_were_put_elsewhere_since(ada):
    inner, theirs = make_container("P-1", proposal="mx2345"), make_container("P-2", proposal="mx2345")
    canes = [make_container(name, "cane_10", proposal="mx2345") for name in ("C-1", "C-2")]
    move_container(container=inner, into=canes[0], slot="1", now=NOW)
    moves = NOW + timedelta(minutes=5)
    rows = [OUTER_HEADINGS, *([*row, "C-2", "Cane of 10", "3"] for row in good(1))]
    sheet = take_sheet(sheet=kept(ada, rows), now=moves, by=ada)
    assert outer_place() == [("C-2", "3")]
    move_container(container=theirs, into=canes[0], slot="1", now=moves + timedelta(minutes=1))
    assert undoing_refused(sheet, ada) == [
        ("container", "P-1 lay in position 1 of C-1, where P-2 lies now.", "Take that out first.")
    ]
    move_container(container=inner, into=canes[0], slot="9", now=moves + timedelta(minutes=2))
    assert undoing_refused(sheet, ada) == [
        ("container", "The container P-1 was put elsewhere since.", "Take it out first.")
    ]
    for thing in (inner, theirs):
        take_out(thing=thing, now=moves + timedelta(minutes=3))
    undo_sheet(sheet=sheet, now=moves + timedelta(minutes=4), by=ada)
    assert (outer_place(), outer_place("P-2")) == ([("C-1", "1")], [])


def undoing_refused(sheet, by):
    with pytest.raises(Invalid) as refusal:
        undo_sheet(sheet=sheet, now=NOW + timedelta(hours=1), by=by)
    return [(one.field, one.message, one.mend) for one in refusal.value.objections]


def test_cells_are_mended_and_the_sheet_is_checked_again(ada):
    sheet = kept(ada, with_cell(1, 4, "lysoo"))
    assert told(check_of(sheet)) == [("E3", "unknown_substance", "error")]
    sheet = correct_sheet(sheet=sheet, cells={(3, 4): "thau"})
    assert told(check_of(sheet)) == []
    take_sheet(sheet=sheet, now=NOW, by=ada)
    assert Sample.objects.get(name="x2").substance.acronym == "thau"
    with pytest.raises(Conflict):
        correct_sheet(sheet=sheet, cells={(3, 4): "lyso"})
    with pytest.raises(Conflict):
        discard_sheet(sheet=sheet, now=NOW)


def test_cells_that_are_not_there_are_refused(ada):
    sheet = kept(ada, [HEADINGS, *good()])
    with pytest.raises(Invalid) as refusal:
        correct_sheet(sheet=sheet, cells={(99, 0): "x", (2, 500): "x", (2, 7): "x" * 6000})
    assert [one.field for one in refusal.value.objections] == ["99:0", "2:500", "2:7"]


def test_substances_are_made_when_one_asks_for_it_and_go_when_it_is_undone(ada):
    sheet = kept(ada, with_cell(1, 4, "new-1"), makes_substances=True)
    take_sheet(sheet=sheet, now=NOW, by=ada)
    fresh = Substance.objects.get(acronym="new-1")
    assert fresh.counting_profile is None
    undo_sheet(sheet=sheet, now=NOW, by=ada)
    assert not Substance.objects.filter(acronym="new-1").exists()
    assert Sample.objects.count() == 0
    assert Container.objects.count() == 0


def test_how_headings_are_read_is_remembered(ada):
    rows = [[*HEADINGS[:7], "Bemerkung zur Probe"], *good()]
    rows[1][7] = "kalt"
    sheet = kept(ada, rows)
    assert told(check_of(sheet)) == [("column H", "heading_unknown", "warning")]
    describe_sheet(sheet=sheet, options={"mapping": {"7": "comment"}}, now=NOW, by=ada)
    other = kept(ada, [*rows, [*good(4)[3]]])
    assert told(check_of(other)) == []
    take_sheet(sheet=other, now=NOW, by=ada)
    assert Sample.objects.get(name="x1").comment == "kalt"


def test_sheets_that_nobody_took_over_are_forgotten(ada):
    old = kept(ada, [HEADINGS, *good()])
    kept(ada, [HEADINGS, *good(1)], now=NOW + timedelta(days=40))
    assert not Sheet.objects.filter(pk=old.pk).exists()


def test_a_sheet_that_was_thrown_away_cannot_be_taken_over(ada):
    sheet = kept(ada, [HEADINGS, *good()])
    discard_sheet(sheet=sheet, now=NOW)
    with pytest.raises(Conflict):
        take_sheet(sheet=sheet, now=NOW, by=ada)
    assert Sample.objects.count() == 0


def test_the_container_of_another_group_is_not_touched(ada):
    make_session(make_person("bob"), "mx9999", beamline="sim2")
    theirs = make_container("P-1", proposal="mx9999")
    place_sample(sample=make_sample("mx9999", "secret"), container=theirs, slot="1", now=NOW)
    take_sheet(sheet=kept(ada, [HEADINGS, *good()]), now=NOW, by=ada)
    assert list(Container.objects.filter(name="P-1").values_list("proposal__code", flat=True).order_by("pk")) == [
        "mx9999", "mx2345",
    ]  # fmt: skip
    assert Placement.objects.filter(container=theirs, until=None).count() == 1


def test_a_workbook_is_kept_as_it_came(ada):
    content = xlsx_of([HEADINGS, *good()])
    sheet = keep_sheet(proposal="mx2345", content=content, name="a.xlsx", now=NOW, by=ada)
    assert bytes(sheet.file.content) == content


@pytest.mark.parametrize(("kind", "technique"), [("unipuck", "mx_crystal"), ("grid_box_1", "em_grid")])
def test_a_sheet_that_says_little_is_read_by_what_the_proposal_brings(ada, kind, technique):
    make_container("OLD-1", kind, proposal="mx2345")
    rows = [["Container", "Position", "Substance", "Sample name"], ["NEW-1", 1, "lyso", "x1"]]
    layout = check_of(kept(ada, rows)).layout
    assert layout.technique.code == technique
