from dataclasses import replace
from datetime import date, timedelta

import pytest

from farlight.kernel.errors import Conflict, NotAllowed, NotFound
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.samples.public import place_sample, register_sample, register_substance, substance_named
from farlight.samples.tests.factories import make_container
from farlight.samples.types import Hazard, SlotContents
from farlight.shipping.domain.papers import LabelState, label_state
from farlight.shipping.errors import MoveRefused
from farlight.shipping.models import Parcel, ParcelItem
from farlight.shipping.queries.contents import contents_of_parcel
from farlight.shipping.services import papers
from farlight.shipping.services.papers import paper_desk, paper_facts, paper_for, print_label
from farlight.shipping.tests.factories import declare, make_puck, move_parcel, put_in
from farlight.shipping.types import Move, ParcelState
from farlight.shipping.types.papers import DangerousSubstance, Paper, PaperSize

NOW = utc_now()


@pytest.fixture
def approved(parcel, ada):
    put_in(parcel, make_puck(pins=2))
    move_parcel(parcel, Move.SUBMIT, ada)
    return parcel


def test_facts_are_what_the_rows_say(approved, ada, session):
    facts = paper_facts(approved, now=NOW)
    assert (facts.code, facts.session, facts.beamline, facts.session_start) == (
        approved.code, session.code, "sim1", session.start
    )  # fmt: skip
    assert (facts.colour, facts.is_cold, facts.tools, facts.sender.city) == ("green", True, ("spanner",), "Heidelberg")
    (puck,) = facts.containers
    assert (puck.name, [p.sample for p in puck.pieces], {p.acronym for p in puck.pieces}) == (
        "CPS-0421", ["CPS-0421-1", "CPS-0421-2"], {"lyso"}
    )  # fmt: skip
    assert facts.scan_address.endswith(f"/t/{approved.code}#{facts.content_hash[:8]}")
    assert (facts.pieces, facts.return_to, facts.measures_mm) == (2, facts.sender, None)


def test_a_parcel_without_session_address_and_dewar_has_papers_too(ada, session, parcel):
    Parcel.objects.filter(pk=parcel.pk).update(session=None, kind="box", length_mm=1, width_mm=2, height_mm=3)
    parcel.shipment.sender = None
    parcel.shipment.save()
    row = Parcel.objects.select_related("shipment", "proposal", "dewar").get(pk=parcel.pk)
    facts = paper_facts(row, now=NOW)
    assert (facts.session, facts.sender.institute, facts.measures_mm, facts.colour) == ("", "", (1, 2, 3), "")


def test_un_numbers_are_gathered_with_their_masses(parcel, ada, safety):
    substance = register_substance(proposal="mx2341", acronym="ipa", name="Isopropanol")
    declare(substance, ada, un_number="1219", un_class="3", packing_group="II", max_mass_mg=5.0)
    puck = make_container("CPS-1", proposal="mx2341")
    place_sample(sample=register_sample(substance=substance, name="x1"), container=puck, position=1, now=NOW)
    put_in(parcel, puck)
    assert paper_facts(parcel, now=NOW).dangerous == (
        DangerousSubstance(un_number="1219", name="Isopropanol", amount=""),
    )


@pytest.mark.parametrize(
    ("approved", "labelled", "present", "expected"),
    [
        ("", "", "a", LabelState.TOO_EARLY),
        ("b", "", "a", LabelState.TOO_EARLY),
        ("a", "", "a", LabelState.TO_BE_PRINTED),
        ("a", "a", "a", LabelState.CURRENT),
        ("b", "a", "b", LabelState.OUTDATED),
    ],
)
def test_a_label_stands_to_its_contents(approved, labelled, present, expected):
    assert label_state(approved, labelled, present) is expected


def test_printing_is_a_move_and_looking_is_none(approved, ada):
    assert paper_desk(ada, approved.code, now=NOW).label is LabelState.TO_BE_PRINTED
    with pytest.raises(Conflict):
        paper_for(ada, approved.code, Paper.LABEL, PaperSize.A4, now=NOW)
    done = print_label(ada, approved.code, now=utc_now())
    assert (done.status.state, done.status.label_hash) == (
        ParcelState.LABELLED, paper_facts(approved, now=NOW).content_hash
    )  # fmt: skip
    printed = paper_for(ada, approved.code, Paper.LABEL, PaperSize.THERMAL, now=NOW)
    assert (printed.content[:5], printed.name.endswith("-label.pdf")) == (b"%PDF-", True)
    assert paper_desk(ada, approved.code, now=NOW).label is LabelState.CURRENT


def test_a_label_of_before_is_outdated_and_not_given_out(approved, ada):
    print_label(ada, approved.code, now=utc_now())
    put_in(approved, make_puck(name="CPS-9", acronym="tryp"))
    assert paper_desk(ada, approved.code, now=NOW).label is LabelState.OUTDATED
    with pytest.raises(Conflict):
        paper_for(ada, approved.code, Paper.LABEL, PaperSize.A4, now=NOW)


def test_colour_and_conditions_are_those_of_what_was_approved(parcel, ada, safety):
    put_in(parcel, make_puck(hazard=None))
    declare(substance_named("mx2341", "lyso"), ada)
    move_parcel(parcel, Move.SUBMIT, ada)
    move_parcel(parcel, Move.APPROVE, safety, colour="yellow", conditions="Wear gloves.")
    facts = paper_facts(parcel, now=NOW)
    assert (facts.colour, facts.conditions) == ("yellow", "Wear gloves.")
    put_in(parcel, make_puck(name="CPS-9", acronym="tryp"))
    facts = paper_facts(parcel, now=NOW)
    assert (facts.colour, facts.conditions) == ("", "")


def test_nothing_is_printed_before_the_safety_group_has_agreed(parcel, ada):
    put_in(parcel, make_puck(hazard=None))
    with pytest.raises(MoveRefused):
        print_label(ada, parcel.code, now=utc_now())
    desk = paper_desk(ada, parcel.code, now=NOW)
    assert (desk.label, bool(desk.objections)) == (LabelState.TOO_EARLY, True)


def test_who_may_print_what(approved, ada, stores, safety, rival):
    found = {}
    for person in (ada, stores, safety, rival, make_person("nobody")):
        found[person.username] = [
            _may(person, approved, paper) for paper in (Paper.OUTBOUND, Paper.CONTENTS, Paper.PINS)
        ]
    yes, no, hidden = "pdf", "NotAllowed", "NotFound"
    assert found == {
        "ada": [yes, yes, yes],
        "sol": [yes, no, no],
        "saf": [yes, yes, yes],
        "rolf": [hidden, hidden, hidden],
        "nobody": [hidden, hidden, hidden],
    }
    with pytest.raises(NotAllowed):
        print_label(safety, approved.code, now=NOW)
    with pytest.raises(NotFound):
        print_label(rival, approved.code, now=NOW)
    assert [p for p in paper_desk(stores, approved.code, now=NOW).papers if p in {Paper.CONTENTS, Paper.PINS}] == []


def _may(person, parcel, paper):
    try:
        return "pdf" if paper_for(person, parcel.code, paper, PaperSize.A4, now=NOW).content else ""
    except (NotFound, NotAllowed) as error:
        return type(error).__name__


@pytest.mark.parametrize(
    ("paper", "size"), [(Paper.DANGEROUS_GOODS, PaperSize.A4), (Paper.CONTENTS, PaperSize.THERMAL)]
)
def test_papers_that_a_parcel_has_not_are_not_found(approved, ada, paper, size):
    with pytest.raises(NotFound):
        paper_for(ada, approved.code, paper, size, now=NOW)


def test_texts_that_nobody_looked_at_for_long_are_named(approved, ada):
    desk = paper_desk(ada, approved.code, now=NOW)
    assert desk.overdue == ()
    late = paper_desk(ada, approved.code, now=NOW + timedelta(days=3000))
    assert set(late.overdue) >= {"Tracking label", "Dry shipper statement"}


@pytest.mark.parametrize("pucks", [1, 3])
def test_the_number_of_questions_does_not_grow_with_the_pucks(parcel, pucks, django_assert_max_num_queries):
    for number in range(pucks):
        put_in(parcel, make_puck(name=f"CPS-{number}", acronym=f"s{number}", hazard=Hazard.GREEN, pins=2))
    with django_assert_max_num_queries(24):
        paper_facts(parcel, now=NOW)


def test_a_piece_in_a_box_within_a_box_says_both_slots(parcel):
    put_in(parcel, make_puck(pins=2))
    (puck,) = contents_of_parcel(parcel).containers
    cane = replace(puck, name="Cane", slots=(SlotContents(slot="3", position=3, container=puck),))
    inside = papers._packed(cane, "Cane")
    assert (inside.kind, [p.slot for p in inside.pieces]) == ("Cane", [f"3/{taken.slot}" for taken in puck.slots])


def test_samples_beside_containers_are_on_paper_too(parcel, ada):
    substance = register_substance(proposal="mx2341", acronym="iron", name="Iron foil", hazard=Hazard.GREEN)
    sample = register_sample(substance=substance, name="foil")
    ParcelItem.objects.create(parcel=parcel, kind="sample", sample=sample)
    (piece,) = paper_facts(parcel, now=NOW).loose
    assert (piece.sample, piece.substance, piece.colour, piece.slot) == ("foil", "Iron foil", "green", "")


def test_notes_about_un_numbers_grow_old_too(parcel, ada):
    facts = paper_facts(parcel, now=NOW)
    old = replace(facts, dangerous=(DangerousSubstance(un_number="1993", name="x", amount=""),))
    titles = papers._overdue(old, (Paper.DANGEROUS_GOODS,), date(2199, 1, 1))
    assert titles == ("Dangerous goods", "UN 1993, flammable liquid, not otherwise specified")
