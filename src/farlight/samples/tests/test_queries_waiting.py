"""What a group still has to say of its samples, at one and three rows with as many queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.samples.public import (
    draft_profile,
    refuse_profile,
    register_sample,
    register_substance,
    samples_waiting,
    submit_profile,
)
from farlight.samples.tests.factories import make_sample
from farlight.samples.types import HazardDeclaration, SampleDetails, SampleRole

NOW = utc_now()


def undeclared(acronym, proposal="mx2341", *, asked=False, by=None):
    """A sample of a substance of which the safety group knows nothing, or of which it was asked."""
    substance = register_substance(proposal=proposal, acronym=acronym, name=acronym)
    register_sample(substance=substance, name=f"of {acronym}")
    if asked:
        draft_profile(substance=substance, declaration=HazardDeclaration(h_codes=("H301",), max_mass_mg=5.0))
        return submit_profile(substance=substance, by=by, now=NOW)
    return substance


def lines(person):
    return [(one.what, one.link, one.is_trouble) for one in samples_waiting(person)]


def test_hazards_that_nobody_submitted_wait(groups):
    substance = undeclared("ipa")
    undeclared("secret", "mx9999")
    make_sample(name="approved one")
    assert lines(groups.ada) == [("Declare the hazards of ipa", f"/substances/{substance.code}/hazards/", False)]
    for acronym in ("kcn", "hf", "zn"):
        undeclared(acronym)
    assert lines(groups.ada) == [
        ("Declare the hazards of hf, ipa, kcn and 1 more", "/substances/?proposal=mx2341", False)
    ]


def test_what_was_submitted_waits_for_others_and_what_was_refused_for_the_group(groups):
    profile = undeclared("ipa", asked=True, by=groups.ada)
    assert lines(groups.ada) == []
    refuse_profile(profile=profile, reason="Say how much.", by=groups.safety, now=NOW)
    (one,) = samples_waiting(groups.ada)
    assert (one.what, one.why, one.is_trouble) == (
        "See why ipa was refused",
        "The safety group refused its hazards: Say how much.",
        True,
    )


def test_samples_of_nothing_wait(groups):
    samples = [register_sample(substance=None, name=f"x{number}", proposal="mx2341") for number in (1, 2)]
    register_sample(substance=None, name="can", proposal="mx2341", details=SampleDetails(role=SampleRole.CAN))
    assert lines(groups.ada) == [("Say what x1 and x2 consists of", "/samples/?proposal=mx2341", False)]
    samples[1].delete()
    assert lines(groups.ada) == [("Say what x1 consists of", f"/samples/{samples[0].code}/edit/", False)]


def test_nothing_waits_for_who_belongs_to_no_group(groups):
    undeclared("ipa")
    assert [lines(person) for person in (groups.safety, make_person("lone"))] == [[], []]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_is_constant(groups, rows):
    for number in range(rows):
        undeclared(f"s{number}")
        register_sample(substance=None, name=f"x{number}", proposal="mx2341")
    with CaptureQueriesContext(connection) as asked:
        samples_waiting(groups.ada)
    assert len(asked) == 4
