import pytest

from farlight.beamtime.tests.factories import make_session
from farlight.bus.public import all_entries
from farlight.kernel.errors import Invalid
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.proposals.tests.factories import make_proposal
from farlight.samples.errors import NameTaken, PositionTaken
from farlight.samples.models import Placement
from farlight.samples.public import (
    container_named,
    place_sample,
    register_sample,
    register_substance,
    sample_named,
    samples_of_proposal,
    substance_named,
)
from farlight.samples.tests.factories import make_container, make_sample
from farlight.samples.types import Hazard

pytestmark = pytest.mark.django_db
NOW = utc_now()


@pytest.fixture
def ada():
    ada = make_person("ada")
    make_proposal(ada)
    return ada


def test_samples_come_in_the_order_of_their_places(ada):
    puck = make_container()
    rows = {name: make_sample(name=name, acronym=name) for name in ("loose", "second", "first")}
    place_sample(sample=rows["second"], container=puck, position=2, now=NOW, by=ada)
    place_sample(sample=rows["first"], container=puck, position=1, now=NOW)
    found = samples_of_proposal("mx2341")
    assert [(s.name, s.container, s.container_position) for s in found] == [
        ("first", "CPS-0421", 1),
        ("second", "CPS-0421", 2),
        ("loose", "", None),
    ]
    assert (found[0].acronym, found[0].hazard, found[0].hazard.rank, found[0].proposal) == (
        "first",
        Hazard.GREEN,
        0,
        "mx2341",
    )


def test_rows_are_found_by_their_names(ada):
    sample, puck = make_sample(), make_container()
    assert sample_named("mx2341", "crystal 1") == sample
    assert substance_named("mx2341", "lyso") == sample.substance
    assert container_named("mx2341", "cps-0421") == puck
    assert (sample_named("mx9", "crystal 1"), substance_named("mx2341", "x"), container_named("mx2341", "x")) == (
        None,
    ) * 3
    assert [str(row) for row in (sample, sample.substance, puck)] == ["crystal 1", "lyso", "CPS-0421"]


def test_names_are_given_once_in_a_proposal(ada):
    sample = make_sample()
    make_container()
    for act in (
        lambda: register_substance(proposal="mx2341", acronym="LYSO", name="again", hazard=Hazard.RED),
        lambda: register_sample(substance=sample.substance, name="crystal 1"),
        make_container,
    ):
        with pytest.raises(NameTaken):
            act()


def test_a_place_is_taken_once_and_a_sample_is_in_one(ada):
    puck, other = make_container(), make_container("CPS-0422")
    first, second = make_sample(name="first"), make_sample(name="second", acronym="thau")
    place_sample(sample=first, container=puck, position=1, now=NOW)
    place_sample(sample=first, container=puck, position=1, now=NOW)
    with pytest.raises(PositionTaken, match="first lies in position 1 of CPS-0421"):
        place_sample(sample=second, container=puck, position=1, now=NOW)
    place_sample(sample=first, container=other, position=16, now=NOW)
    place_sample(sample=second, container=puck, position=1, now=NOW)
    assert [str(p) for p in Placement.objects.order_by("pk")] == [
        f"{puck.pk}/1",
        f"{other.pk}/16",
        f"{puck.pk}/1",
    ]
    assert [entry.body["position"] for entry in all_entries("") if entry.kind == "specimen-placed"] == [1, 16, 1]


def test_every_objection_to_a_place_is_named(ada):
    make_proposal(ada, "mx9999")
    with pytest.raises(Invalid) as refusal:
        place_sample(sample=make_sample(), container=make_container("X-1", proposal="mx9999"), position=17, now=NOW)
    assert [objection.field for objection in refusal.value.objections] == ["slot", "container"]
    assert (
        str(refusal.value.objections[0])
        == "A UniPuck has slots 1 to 16, not 17. Correct the slot, or the type of the container."
    )


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_costs_the_same_queries_for_any_number(number, django_assert_num_queries):
    make_session()
    for count in range(number):
        make_sample(name=str(count), acronym=str(count))
    with django_assert_num_queries(2):
        assert len(samples_of_proposal("mx2341")) == number
