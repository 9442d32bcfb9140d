from datetime import timedelta

import pytest

from farlight.kernel.errors import Invalid, NotAllowed
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.proposals.tests.factories import make_proposal
from farlight.samples.errors import StateForbids
from farlight.samples.public import (
    approve_profile,
    change_substance,
    draft_profile,
    profile_changes,
    refuse_profile,
    register_sample,
    register_substance,
    samples_of_proposal,
    submit_profile,
    substance_named,
    withdraw_profile,
)
from farlight.samples.types import Decision, Hazard, HazardDeclaration, ProfileState, SubstanceDetails

pytestmark = pytest.mark.django_db
NOW = utc_now()
TOXIC = HazardDeclaration(h_codes=("H301",), max_mass_mg=5.0)


@pytest.fixture
def ada():
    ada = make_person("ada")
    make_proposal(ada)
    return ada


@pytest.fixture
def safety():
    return make_person("sven")


@pytest.fixture
def substance(ada):
    row = register_substance(proposal="mx2341", acronym="tox", name="Toxin")
    register_sample(substance=row, name="t1")
    return row


def colour():
    return samples_of_proposal("mx2341")[0].hazard


def newest(substance):
    return substance.profiles.order_by("-version").first()


def test_a_profile_goes_from_draft_to_approval_and_a_smaller_amount_approves_itself(ada, safety, substance):
    assert colour() is None
    draft_profile(substance=substance, declaration=TOXIC)
    profile = submit_profile(substance=substance, by=ada, now=NOW)
    assert (profile.state, colour()) == (ProfileState.SUBMITTED, None)
    with pytest.raises(NotAllowed, match="somebody else"):
        approve_profile(profile=profile, hazard=Hazard.GREEN, conditions="", valid_until=None, by=ada, now=NOW)
    until = (NOW + timedelta(days=90)).date()
    approve_profile(profile=profile, hazard=Hazard.YELLOW, conditions="Gloves.", valid_until=until, by=safety, now=NOW)
    assert colour() is Hazard.YELLOW
    draft_profile(substance=substance, declaration=HazardDeclaration(h_codes=("H301",), max_mass_mg=2.0))
    second = submit_profile(substance=substance, by=ada, now=NOW)
    assert (second.state, second.decision, second.hazard) == (ProfileState.APPROVED, Decision.ITSELF, Hazard.YELLOW)
    assert (second.conditions, second.valid_until) == ("Gloves.", until)
    profile.refresh_from_db()
    assert profile.state == ProfileState.SUPERSEDED


def test_what_differs_is_reviewed_again_and_the_old_one_counts_meanwhile(ada, safety):
    row = register_substance(proposal="mx2341", acronym="lyso", name="Lysozyme", hazard=Hazard.GREEN)
    register_sample(substance=row, name="l1")
    draft_profile(substance=row, declaration=TOXIC)
    profile = submit_profile(substance=row, by=ada, now=NOW)
    assert [c.field for c in profile_changes(profile)] == ["h_codes", "max_mass_mg", "is_harmless"]
    assert (profile.state, colour()) == (ProfileState.SUBMITTED, Hazard.GREEN)
    with pytest.raises(StateForbids, match="take them back first"):
        draft_profile(substance=row, declaration=TOXIC)
    with pytest.raises(Invalid, match="needs a reason"):
        refuse_profile(profile=profile, reason=" ", by=safety, now=NOW)
    refuse_profile(profile=profile, reason="Bring less.", by=safety, now=NOW)
    assert colour() is Hazard.GREEN
    with pytest.raises(StateForbids, match="is refused"):
        refuse_profile(profile=profile, reason="again", by=safety, now=NOW)


def test_an_approval_is_taken_back_by_the_safety_group_and_by_another_substance(ada, safety, substance):
    draft_profile(substance=substance, declaration=TOXIC)
    profile = submit_profile(substance=substance, by=ada, now=NOW)
    approve_profile(profile=profile, hazard=Hazard.YELLOW, conditions="", valid_until=None, by=safety, now=NOW)
    changed = change_substance(
        substance=substance_named("mx2341", "TOX"),
        name="Toxin",
        details=SubstanceDetails(formula="Pb O"),
        by=ada,
        now=NOW,
    )
    assert (changed, colour(), newest(substance).state) == (("formula",), None, ProfileState.SUPERSEDED)
    draft_profile(substance=substance, declaration=TOXIC)
    second = submit_profile(substance=substance, by=ada, now=NOW)
    assert second.state == ProfileState.SUBMITTED
    approve_profile(profile=second, hazard=Hazard.RED, conditions="", valid_until=None, by=safety, now=NOW)
    assert colour() is Hazard.RED
    refuse_profile(profile=second, reason="We learnt more.", by=safety, now=NOW)
    assert colour() is None


def test_a_group_takes_back_what_it_submitted(ada, substance):
    for act in (withdraw_profile, submit_profile):
        with pytest.raises(StateForbids):
            act(substance=substance, by=ada, now=NOW)
    draft_profile(substance=substance, declaration=HazardDeclaration())
    with pytest.raises(Invalid) as refused:
        submit_profile(substance=substance, by=ada, now=NOW)
    assert [o.field for o in refused.value.objections] == ["is_harmless", "max_mass_mg"]
    draft_profile(substance=substance, declaration=TOXIC)
    submit_profile(substance=substance, by=ada, now=NOW)
    withdraw_profile(substance=substance, by=ada, now=NOW)
    assert newest(substance).state == ProfileState.SUPERSEDED


def test_an_approval_ends_with_its_day(ada, safety, substance):
    draft_profile(substance=substance, declaration=TOXIC)
    profile = submit_profile(substance=substance, by=ada, now=NOW)
    with pytest.raises(Invalid, match="cannot end before today"):
        approve_profile(
            profile=profile,
            hazard=Hazard.GREEN,
            conditions="",
            valid_until=(NOW - timedelta(days=2)).date(),
            by=safety,
            now=NOW,
        )
    earlier = NOW - timedelta(days=30)
    approve_profile(
        profile=profile,
        hazard=Hazard.GREEN,
        conditions="",
        valid_until=(NOW - timedelta(days=2)).date(),
        by=safety,
        now=earlier,
    )
    assert colour() is None
