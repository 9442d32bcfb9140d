from dataclasses import asdict, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from farlight.samples.domain.hazards import (
    NEXT_STATES,
    Approved,
    approves_itself,
    changes_between,
    content_hash,
    declaration_from,
    in_words,
    objections_to_declaration,
    proposed_hazard,
    words_for,
)
from farlight.samples.types import Hazard, HazardDeclaration, ProfileState

HARMLESS = HazardDeclaration(is_harmless=True, max_mass_mg=10.0)
TOXIC = HazardDeclaration(h_codes=("H301",), max_mass_mg=10.0)
URANIUM = HazardDeclaration(
    is_radioactive=True,
    isotope="U-238",
    activity_bq=100.0,
    half_life_s=1.4e17,
    disposal="Back to us.",
    max_mass_mg=1.0,
)
TODAY = date(2027, 3, 1)
IDENTITY = {"name": "Toxin"}


def fields(declaration):
    return [objection.field for objection in objections_to_declaration(declaration)]


@pytest.mark.parametrize("declaration", [HARMLESS, TOXIC, URANIUM])
def test_whole_declarations_are_not_objected_to(declaration):
    assert objections_to_declaration(declaration) == []


@pytest.mark.parametrize(
    ("declaration", "expected"),
    [
        (HazardDeclaration(), ["is_harmless", "max_mass_mg"]),
        (replace(HARMLESS, h_codes=("H301",)), ["is_harmless"]),
        (replace(TOXIC, max_mass_mg=0.0), ["max_mass_mg"]),
        (replace(TOXIC, bio_group=2), ["disposal"]),
        (replace(TOXIC, h_codes=("301", "H300+H310", "EUH032")), ["h_codes"]),
        (replace(TOXIC, pictograms=("GHS06", "skull")), ["pictograms"]),
        (replace(TOXIC, bio_group=5, gmo_class=-1, disposal="x"), ["bio_group", "gmo_class"]),
        (replace(TOXIC, h_codes=("H250", "H201")), ["is_explosive", "is_pyrophoric"]),
        (replace(TOXIC, un_number="1845"), ["un_class"]),
        (replace(TOXIC, un_number="x", un_class="y", packing_group="IV"), ["un_number", "un_class", "packing_group"]),
        (replace(TOXIC, un_class="6.1"), ["un_number"]),
        (replace(TOXIC, isotope="U-238"), ["is_radioactive"]),
        (replace(URANIUM, isotope="", activity_bq=None, half_life_s=0.0), ["isotope", "activity_bq", "half_life_s"]),
        (replace(URANIUM, isotope="uranium"), ["isotope"]),
    ],
)
def test_what_is_missing_or_does_not_fit_is_named(declaration, expected):
    assert fields(declaration) == expected


@pytest.mark.parametrize(
    ("change", "colour", "reason"),
    [
        ({}, Hazard.GREEN, None),
        ({"h_codes": ("H315", "H319")}, Hazard.GREEN, None),
        ({"h_codes": ("H301",)}, Hazard.YELLOW, "hazard statement H301"),
        ({"h_codes": ("H300+H310",)}, Hazard.RED, "H300: fatal in small amounts"),
        ({"bio_group": 2}, Hazard.YELLOW, "biological agent of risk group 2"),
        ({"bio_group": 3}, Hazard.RED, "biological agent of risk group 3"),
        ({"gmo_class": 1}, Hazard.YELLOW, "genetically modified organism of class 1"),
        ({"gmo_class": 3}, Hazard.RED, "genetically modified organism of class 3"),
        ({"is_radioactive": True, "is_exempt": True}, Hazard.YELLOW, "radioactive, below the limits of exemption"),
        (
            {"is_radioactive": True, "isotope": "U-238"},
            Hazard.RED,
            "radioactive (U-238), above the limits of exemption",
        ),
        ({"is_nano": True}, Hazard.YELLOW, "loose nanoparticles"),
        ({"is_explosive": True}, Hazard.RED, "explosive"),
        ({"is_pyrophoric": True}, Hazard.RED, "catches fire in air by itself"),
        ({"un_number": "1845", "un_class": "9"}, Hazard.YELLOW, "dangerous goods: UN1845"),
    ],
)
def test_a_colour_is_proposed_with_its_reasons(change, colour, reason):
    found, reasons = proposed_hazard(replace(HazardDeclaration(), **change))
    assert (found, reasons[0] if reasons else None) == (colour, reason)


def test_changes_are_in_words_and_order_does_not_count():
    old = replace(TOXIC, h_codes=("H301", "H311"), un_number="2811", max_mass_mg=2.5)
    new = replace(TOXIC, h_codes=("H311", "H301"), is_nano=True, max_mass_mg=3.0)
    assert [(c.field, c.old, c.new) for c in changes_between(old, {"name": "A"}, new, {"name": "B", "cas": "1"})] == [
        ("name", "A", "B"),
        ("cas", "", "1"),
        ("is_nano", "no", "yes"),
        ("un_number", "2811", "nothing"),
        ("max_mass_mg", "2.5", "3"),
    ]
    assert (in_words(("a", "b")), in_words(3), words_for("is_explosive")) == ("a, b", "3", "explosive")


@pytest.mark.parametrize(
    ("new", "identity", "expected"),
    [
        (TOXIC, IDENTITY, True),
        (replace(TOXIC, max_mass_mg=5.0, handling="Gloves."), IDENTITY, True),
        (replace(TOXIC, max_mass_mg=11.0), IDENTITY, "The largest amount in mg is above what was approved."),
        (replace(TOXIC, h_codes=()), IDENTITY, "It differs in: hazard statements."),
        (TOXIC, {"name": "Another"}, "It differs in: name."),
        (replace(TOXIC, activity_bq=1.0), IDENTITY, "The activity in Bq is above what was approved."),
    ],
)
def test_what_is_unchanged_approves_itself(new, identity, expected):
    last = Approved(declaration=TOXIC, identity=IDENTITY, hazard=Hazard.YELLOW, valid_until=TODAY)
    itself, why = approves_itself(new, identity, last, today=TODAY)
    assert (itself if expected is True else why) == expected


def test_nothing_approves_itself_without_a_valid_approval():
    last = Approved(declaration=TOXIC, identity=IDENTITY, hazard=Hazard.YELLOW, valid_until=date(2027, 2, 28))
    assert approves_itself(TOXIC, IDENTITY, last, today=TODAY) == (
        False,
        "The last approval ended on 28 February 2027.",
    )
    assert approves_itself(TOXIC, IDENTITY, None, today=TODAY) == (False, "Nothing of it was approved before.")


def test_a_profile_ends_once():
    assert NEXT_STATES[ProfileState.SUPERSEDED] == frozenset()
    assert set(NEXT_STATES) == set(ProfileState)


DECLARATIONS = st.builds(
    HazardDeclaration,
    h_codes=st.lists(st.sampled_from(["H301", "H315", "H250", "EUH032"]), unique=True).map(tuple),
    bio_group=st.integers(0, 4),
    is_nano=st.booleans(),
    max_mass_mg=st.none() | st.floats(0.1, 100.0),
    handling=st.sampled_from(["", "Gloves."]),
)


@given(DECLARATIONS, DECLARATIONS)
def test_the_hash_differs_exactly_when_something_that_matters_does(one, other):
    assert declaration_from(asdict(one)) == one
    matters = [replace(d, handling="", h_codes=tuple(d.h_codes)) for d in (one, other)]
    same = content_hash(one, IDENTITY) == content_hash(other, IDENTITY)
    assert same == (matters[0] == matters[1])
    assert content_hash(one, IDENTITY) != content_hash(one, {"name": "x"})


@given(DECLARATIONS, DECLARATIONS)
def test_whatever_approves_itself_is_no_worse(old, new):
    last = Approved(declaration=old, identity=IDENTITY, hazard=proposed_hazard(old)[0], valid_until=None)
    if approves_itself(new, IDENTITY, last, today=TODAY)[0]:
        assert proposed_hazard(new)[0] is last.hazard
        assert new.max_mass_mg == old.max_mass_mg or new.max_mass_mg < old.max_mass_mg
