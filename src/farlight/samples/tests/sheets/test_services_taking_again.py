"""Sheets beside what else happens: sent again, taken back late, into containers that others fill, at one moment."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from farlight.beamtime.tests.factories import make_session
from farlight.bus.public import all_entries
from farlight.kernel.errors import Conflict, Invalid
from farlight.people.tests.factories import make_person
from farlight.samples.adapters.type_files import standard_types
from farlight.samples.domain.geometry import document_of, read_container_type
from farlight.samples.models import (
    Container,
    ContainerType,
    Placement,
    Sample,
    SampleRelation,
    Sheet,
    SheetHabit,
    SpecimenBarcode,
)
from farlight.samples.public import (
    define_container_types,
    place_sample,
    register_container,
    register_sample,
    register_specimen,
    substance_named,
)
from farlight.samples.queries.exporting import sheet_given_back
from farlight.samples.queries.known import current_types
from farlight.samples.queries.sheets import check_of
from farlight.samples.services.containers import retire_container
from farlight.samples.services.importing import describe_sheet
from farlight.samples.services.importing_taking import take_sheet
from farlight.samples.services.importing_undoing import undo_sheet
from farlight.samples.services.placement import move_container, take_out
from farlight.samples.services.registration import change_sample
from farlight.samples.services.relations import relate_samples
from farlight.samples.services.techniques import details_of
from farlight.samples.tests.factories import make_container
from farlight.samples.tests.sheets.broken_cells import EXI
from farlight.samples.tests.sheets.making import HEADINGS, good, told
from farlight.samples.tests.sheets.test_services_importing import (
    NOW,
    OUTER_HEADINGS,
    counted,
    kept,
    outer_place,
    places,
    undoing_refused,
)
from farlight.samples.types import ContainerDetails, RelationKind, SpecimenDetails

MINUTE = timedelta(minutes=1)
TRAY = {
    "code": "tray_3",
    "title": "Tray of 3",
    "outline": "rect",
    "slot": [{"name": str(n), "x_frac": 0.25 * n, "y_frac": 0.5, "size_frac": 0.1} for n in (1, 2, 3)],
}


def taken(ada, rows, minutes=0, **options):
    return take_sheet(sheet=kept(ada, rows, **options), now=NOW + minutes * MINUTE, by=ada)


def lent(name, kind="unipuck"):
    """A container of the facility that goes from group to group."""
    return register_container(proposal="", name=name, container_type=kind, details=ContainerDetails(is_registered=True))


def commented(text, count=1):
    return [HEADINGS, *([*row[:7], text] for row in good(count))]


def test_a_sheet_that_was_changed_by_hand_since_is_taken_again_and_taken_back(ada):
    first = taken(ada, commented("cold"))
    sample = Sample.objects.get(name="x1")
    change_sample(sample=sample, name="x1", details=replace(details_of(sample), comment="Cold"), by=ada)
    again = taken(ada, commented("cold"), 1)
    assert (again.pk != first.pk, again.counts["changed"]) == (True, 1)
    assert Sample.objects.get(name="x1").comment == "cold"
    undo_sheet(sheet=again, now=NOW + 2 * MINUTE, by=ada)
    assert Sample.objects.get(name="x1").comment == "Cold"
    assert list(Sheet.objects.order_by("pk").values_list("state", flat=True)) == ["taken", "undone"]


def test_a_later_sheet_whose_samples_are_gone_is_taken_back_without_a_trace(ada):
    first = taken(ada, commented("one"))
    taken(ada, commented("two"), 1)
    third = taken(ada, commented("one"), 2)
    undo_sheet(sheet=first, now=NOW + 3 * MINUTE, by=ada)
    assert Sample.objects.count() == 0
    assert undo_sheet(sheet=third, now=NOW + 4 * MINUTE, by=ada).state == "undone"
    (*_, newest) = all_entries("")
    assert (newest.kind, newest.body["samples"]) == ("sheet-undone", [])


def test_how_a_sheet_without_headings_is_read_is_not_remembered(ada):
    sheet = kept(ada, [EXI])
    assert describe_sheet(sheet=sheet, options={"profile": "exi-28"}, now=NOW, by=ada).options == {"profile": "exi-28"}
    assert SheetHabit.objects.count() == 0


def test_rows_that_are_no_samples_are_given_back_as_they_came(ada):
    sheet = taken(ada, [["Of May", *[""] * 7], HEADINGS, ["# spare", *[""] * 7], *good(1)])
    rows = [row[:8] for row in sheet_given_back(sheet, {}).rows]
    assert rows == [("Of May", *[""] * 7), tuple(HEADINGS), ("# spare", *[""] * 7), tuple(good(1)[0])]


SOLUTION = {"value:concentration_mg_per_ml": "5", "value:volume_ul": "30", "value:exposure_celsius": "20"}


def test_buffers_of_the_sheet_and_of_the_proposal_are_paired(ada):
    register_sample(substance=substance_named("mx2345", "lyso"), name="old", by=ada)
    rows = [["Sample name", "Substance", "Buffer"], *(["a", "lyso", "b"], ["b", "lyso", ""], ["c", "lyso", "old"])]
    taken(ada, rows, technique="saxs_solution", defaults=SOLUTION)
    pairs = Sample.objects.exclude(name="old").order_by("name").values_list("name", "paired_with__name")
    assert list(pairs) == [("a", "b"), ("b", None), ("c", "old")]


def test_a_sheet_out_of_whose_samples_others_came_is_not_taken_back(ada):
    sheet = taken(ada, [HEADINGS, *good(1)])
    later = register_sample(substance=substance_named("mx2345", "lyso"), name="soaked", by=ada)
    relate_samples(child=later, parent=Sample.objects.get(name="x1"), kind=RelationKind.SOAKED_WITH, by=ada)
    before = counted()
    assert undoing_refused(sheet, ada) == [
        ("", "Something was done with its samples since: there is a sample relation.", "Take that back first.")
    ]
    assert counted() == before


def test_a_sheet_that_is_not_taken_over_is_not_taken_back(ada):
    with pytest.raises(Conflict, match=r"The sheet is not taken over yet\."):
        undo_sheet(sheet=kept(ada, [HEADINGS, *good(1)]), now=NOW, by=ada)


LAMELLAE = ["Sample name", "Substance", "Milled from"]


def test_what_came_out_of_what_is_taken_back_too(ada):
    old = [register_sample(substance=substance_named("mx2345", "lyso"), name=name, by=ada) for name in ("g0", "l0")]
    relate_samples(child=old[1], parent=old[0], kind=RelationKind.ALIQUOT, by=ada)
    rows = [LAMELLAE, *(["g1", "lyso", ""], ["l1", "lyso", "g1"], ["l0", "lyso", "g0"])]
    sheet = taken(ada, rows, technique="em_grid")
    relations = SampleRelation.objects.order_by("child__name").values_list("child__name", "parent__name", "kind")
    assert list(relations) == [("l0", "g0", "lamella_of"), ("l1", "g1", "lamella_of")]
    undo_sheet(sheet=sheet, now=NOW + MINUTE, by=ada)
    assert list(relations.all()) == [("l0", "g0", "aliquot")]
    assert Sample.objects.count() == 2


def test_a_partner_that_is_only_named_is_neither_paired_nor_related(ada):
    rows = [["Sample name", "Substance", "Calibrant sample"], ["a", "lyso", "b"], ["b", "lyso", ""]]
    taken(ada, rows, technique="powder")
    assert (Sample.objects.get(name="a").paired_with, SampleRelation.objects.count()) == (None, 0)


def test_barcodes_of_further_pieces_stay_where_they_are(ada):
    taken(ada, [HEADINGS, *good(1)])
    sample = Sample.objects.get()
    register_specimen(sample=sample, details=SpecimenDetails(barcodes=("SECOND",)), now=NOW)
    held = list(SpecimenBarcode.objects.order_by("text").values_list("specimen__number", "text"))
    again = [[*row[:6], "SECOND", "cracked"] for row in good(1)]
    taken(ada, [HEADINGS, *again], 1)
    assert list(SpecimenBarcode.objects.order_by("text").values_list("specimen__number", "text")) == held
    third = taken(ada, [HEADINGS, *([*row[:6], "THIRD", ""] for row in good(1))], 2)
    undo_sheet(sheet=third, now=NOW + 3 * MINUTE, by=ada)
    assert list(SpecimenBarcode.objects.order_by("text").values_list("specimen__number", "text")) == held


def test_what_was_moved_about_and_back_since_goes_to_its_old_place(ada):
    taken(ada, [HEADINGS, *good(1)])
    rows = [HEADINGS, [*good(1)[0][:3], "2", *good(1)[0][4:]]]
    second = taken(ada, rows, 1)
    sample, puck = Sample.objects.get(), Container.objects.get()
    place_sample(sample=sample, container=puck, slot="3", now=NOW + 2 * MINUTE)
    place_sample(sample=sample, container=puck, slot="2", now=NOW + 3 * MINUTE)
    undo_sheet(sheet=second, now=NOW + 4 * MINUTE, by=ada)
    assert places() == [("x1", "1")]
    way = Placement.objects.order_by("pk").values_list("slot", "since", "until")
    moments = [NOW + minutes * MINUTE for minutes in range(5)]
    assert list(way) == [
        ("1", moments[0], moments[1]),
        ("2", moments[1], moments[2]),
        ("3", moments[2], moments[3]),
        ("2", moments[3], moments[4]),
        ("1", moments[4], None),
    ]


def test_a_lent_container_that_the_sheet_put_elsewhere_goes_back(ada):
    puck, cane = lent("L-1"), make_container("C-1", "cane_10", proposal="mx2345")
    row = ["", "L-1", "", "1", "lyso", "x1", "", "", "C-1", "", "4"]
    sheet = taken(ada, [OUTER_HEADINGS, row])
    assert (places("L-1"), outer_place("L-1")) == ([("x1", "1")], [("C-1", "4")])
    undo_sheet(sheet=sheet, now=NOW + MINUTE, by=ada)
    assert (places("L-1"), outer_place("L-1"), Container.objects.count()) == ([], [], 2)
    assert {puck.name, cane.name} == set(Container.objects.values_list("name", flat=True))


def boxes():
    """Two boxes of the group, the second in the first."""
    outer, inner = (make_container(name, "box", proposal="mx2345") for name in ("B-1", "B-2"))
    return outer, inner


BOX_IN_BOX = [OUTER_HEADINGS, ["", "B-1", "", "7", "lyso", "x1", "", "", "B-2", "", "2"]]


def test_containers_that_would_lie_in_each_other_are_told_before(ada):
    outer, inner = boxes()
    move_container(container=inner, into=outer, slot="1", now=NOW)
    sheet = kept(ada, BOX_IN_BOX, technique="generic")
    assert ("I2", "position", "error") in told(check_of(sheet))
    take_out(thing=inner, now=NOW + MINUTE)
    take_sheet(sheet=sheet, now=NOW + 2 * MINUTE, by=ada)
    assert outer_place("B-1") == [("B-2", "2")]


def test_containers_that_would_lie_in_each_other_by_way_of_a_third_are_refused(ada):
    outer, inner = boxes()
    rack = make_container("R-1", "box", proposal="")
    move_container(container=rack, into=outer, slot="1", now=NOW)
    move_container(container=inner, into=rack, slot="1", now=NOW)
    before = counted()
    with pytest.raises(Invalid, match="B-2 lies in B-1, so that cannot lie in it"):
        taken(ada, BOX_IN_BOX, 1, technique="generic")
    assert (counted(), outer_place("B-1")) == (before, [])


def test_only_containers_that_the_facility_lends_are_filled_by_their_names(ada):
    own = register_container(proposal="", name="SAM-1", container_type="sam", details=ContainerDetails())
    changer = lent("ISARA", "isara")
    rows = [
        HEADINGS,
        ["", "SAM-1", "UniPuck", "1", "lyso", "x1", "", ""],
        ["", "ISARA", "UniPuck", "1", "lyso", "x2", "", ""],
    ]
    taken(ada, rows)
    assert Placement.objects.filter(container__in=[own, changer]).count() == 0
    made = Container.objects.filter(proposal__code="mx2345").order_by("name")
    assert list(made.values_list("name", "type__code")) == [("ISARA", "unipuck"), ("SAM-1", "unipuck")]


def test_a_container_of_ones_own_counts_before_a_lent_one_of_the_same_name(ada):
    theirs = lent("P-1")
    make_session(make_person("bob"), "mx9999", beamline="sim2")
    secret = register_sample(substance=None, name="secret", proposal="mx9999")
    place_sample(sample=secret, container=theirs, slot="1", now=NOW)
    sheet = kept(ada, [HEADINGS, *good(1)])
    (problem,) = check_of(sheet).problems
    assert (problem.cell, problem.message) == ("D2", "Something lies in position 1 of P-1.")
    own = make_container("p-1", proposal="mx2345")
    assert told(check_of(sheet)) == []
    take_sheet(sheet=sheet, now=NOW, by=ada)
    assert list(Placement.objects.filter(container=own).values_list("specimen__sample__name", "slot")) == [("x1", "1")]


def test_a_container_keeps_the_slots_that_it_was_made_with(ada):
    define_container_types(types=[read_container_type(TRAY)])
    make_container("T-1", "tray_3", proposal="mx2345")
    wide = TRAY | {"version": 2, "slot": [*TRAY["slot"], {"name": "4", "x_frac": 0.5, "y_frac": 0.8, "size_frac": 0.1}]}
    define_container_types(types=[read_container_type(wide)])
    rows = [HEADINGS, *(["", name, "Tray of 3", "4", "lyso", name, "", ""] for name in ("T-1", "T-2"))]
    found = [one for one in check_of(kept(ada, rows)).problems if one.severity.value == "error"]
    assert [(one.cell, one.message, one.remedy) for one in found] == [
        ("D2", "Tray of 3 has no position '4'.", "Give one of 1 to 3.")
    ]
    taken(ada, [rows[0], rows[2]])
    assert places("T-2") == [("T-2", "4")]


def test_a_type_that_is_used_no_more_is_not_made_and_what_there_is_of_it_is_filled(ada):
    old = {key: value for key, value in TRAY.items() if key != "code"} | {"code": "unipuck", "version": 9}
    make_container("P-1", proposal="mx2345")
    define_container_types(types=[read_container_type(old | {"is_deprecated": True})])
    assert "unipuck" not in current_types()
    taken(ada, [HEADINGS, *good(2)])
    assert places() == [("x1", "1"), ("x2", "2")]
    new = [HEADINGS, ["", "P-2", "UniPuck", "1", "lyso", "y", "", ""]]
    assert ("C2", "unknown_container_type", "error") in told(check_of(kept(ada, new)))


def test_the_newer_version_of_a_type_counts(ada):
    make_container("P-1", proposal="mx2345")
    old = replace(standard_types()["unipuck"], version=0, title="Old puck")
    ContainerType.objects.filter(code="unipuck").update(version=0, document=document_of(old))
    assert current_types()["unipuck"].title == "UniPuck"


def test_a_sheet_whose_container_is_retired_since_is_sent_again(ada):
    taken(ada, [HEADINGS, *good(1)])
    retire_container(container=Container.objects.get(), reason="Dented.", by=ada)
    rows = [HEADINGS, *good(1), ["", "P-2", "UniPuck", "1", "lyso", "y1", "", ""]]
    sheet = taken(ada, rows, 1)
    assert (sheet.counts["new"], sheet.counts["unchanged"], places("P-2")) == (1, 1, [("y1", "1")])


class Rival:
    """Somebody who declares a sample of the same name between the check and the first row that is written."""

    def __init__(self, proposal):
        self.proposal = proposal
        self.is_late = False

    def __call__(self, execute, sql, params, many, context):
        if 'INSERT INTO "samples_sample"' in sql and not self.is_late:
            self.is_late = True
            Sample.objects.create(code="rival", name="x1", proposal=self.proposal, declared_at=NOW)
        return execute(sql, params, many, context)


def test_of_two_who_take_the_same_names_at_one_moment_the_second_is_told_and_nothing_is_changed(ada):
    sheet = kept(ada, [HEADINGS, *good()])
    before = counted()
    with connection.execute_wrapper(Rival(sheet.proposal)), pytest.raises(Conflict) as refusal:
        take_sheet(sheet=sheet, now=NOW, by=ada)
    assert str(refusal.value) == (
        "Somebody declared samples or containers of the same names just now. Check the sheet again."
    )
    assert (counted(), Sheet.objects.get().state) == (before, "draft")
    assert take_sheet(sheet=sheet, now=NOW, by=ada).counts["new"] == 3
