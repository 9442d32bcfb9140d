"""Saying again what was said changes nothing; what is gone meanwhile cannot be decided about."""

from dataclasses import replace

import pytest

from farlight.bus.public import all_entries
from farlight.kernel.errors import NotFound
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.proposals.tests.factories import make_proposal
from farlight.samples.models import HazardProfile, Substance
from farlight.samples.public import (
    approve_profile,
    change_substance,
    draft_profile,
    register_sample,
    register_substance,
    submit_profile,
)
from farlight.samples.services.registration import change_sample, details_of_substance
from farlight.samples.services.techniques import details_of
from farlight.samples.types import Hazard, HazardDeclaration

NOW = utc_now()


@pytest.fixture
def ada(db):
    person = make_person("ada")
    make_proposal(person, "mx2341")
    return person


@pytest.fixture
def lyso(ada):
    return register_substance(proposal="mx2341", acronym="lyso", name="Lysozyme", hazard=Hazard.GREEN)


def changed_fields():
    return [entry.body["fields"] for entry in all_entries("") if entry.kind == "substance-changed"]


def test_a_substance_keeps_its_approval_unless_it_is_another_one(ada, lyso):
    same = details_of_substance(lyso, {})
    assert change_substance(substance=lyso, name="Lysozyme", details=same, by=ada, now=NOW) == ()
    said = replace(same, comment="From eggs")
    assert change_substance(substance=lyso, name="Lysozyme", details=said, by=ada, now=NOW) == ("comment",)
    lyso.refresh_from_db()
    assert lyso.counting_profile is not None
    assert change_substance(substance=lyso, name="Lysozyme C", details=said, by=ada, now=NOW) == ("name",)
    lyso.refresh_from_db()
    assert (lyso.counting_profile, changed_fields()) == (None, [["comment"], ["name"]])


def test_a_sample_that_is_said_again_is_not_changed(ada, lyso):
    sample = register_sample(substance=lyso, name="x1", by=ada)
    same = details_of(sample)
    assert change_sample(sample=sample, name="x1", details=same, by=ada) == ()
    assert change_sample(sample=sample, name="x2", details=replace(same, comment="cracked"), by=ada) == (
        "name", "comment",
    )  # fmt: skip
    told = [entry.body["fields"] for entry in all_entries("") if entry.kind == "sample-changed"]
    assert told == [["name", "comment"]]


def test_what_is_gone_is_not_decided_about(ada, lyso):
    saf = make_person("saf", "safety")
    draft_profile(substance=lyso, declaration=HazardDeclaration(h_codes=("H301",), max_mass_mg=5.0))
    profile = submit_profile(substance=lyso, by=ada, now=NOW)
    gone = HazardProfile(pk=profile.pk + 1000)
    with pytest.raises(NotFound):
        approve_profile(profile=gone, hazard=Hazard.GREEN, conditions="", valid_until=None, by=saf, now=NOW)
    with pytest.raises(NotFound):
        submit_profile(substance=Substance(pk=lyso.pk + 1000), by=ada, now=NOW)
