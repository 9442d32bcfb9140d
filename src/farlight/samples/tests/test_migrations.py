import pytest
from django.utils.timezone import now as moment

from farlight.people.tests.factories import make_person
from farlight.proposals.tests.factories import make_proposal
from farlight.samples.models import HazardProfile, Placement
from farlight.samples.public import container_named, samples_of_proposal
from farlight.samples.types import Hazard
from tests.system.migrating import go_one_by_one, models_at

OLD = [("samples", "0001_initial")]


@pytest.fixture
def migrate(transactional_db):
    """Goes to other migrations; afterwards everything is as it was."""
    yield go_one_by_one
    go_one_by_one()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_what_was_entered_by_the_old_model_is_carried_over(migrate):
    ada = make_person("ada")
    proposal = make_proposal(ada)
    migrate(OLD)
    old = models_at(OLD)
    pk = proposal.pk
    toxic = old.get_model("samples", "Substance").objects.create(proposal_id=pk, acronym="Tox", name="T", hazard="red")
    old.get_model("samples", "Substance").objects.create(proposal_id=pk, acronym="TOX", name="T2", hazard="green")
    puck = old.get_model("samples", "Container").objects.create(proposal_id=pk, code="CPS-1", kind="unipuck")
    sample = old.get_model("samples", "Sample").objects.create(code="abc", substance=toxic, name="x1", proposal_id=pk)
    places = old.get_model("samples", "Placement").objects
    first, second = moment(), moment()
    places.create(sample=sample, container=puck, position=3, since=first, is_current=False)
    places.create(sample=sample, container=puck, position=4, since=second, is_current=True)
    migrate()
    (found,) = samples_of_proposal(proposal.code)
    assert (found.name, found.hazard, found.container, found.slot, found.container_position) == (
        "x1",
        Hazard.RED,
        "CPS-1",
        "4",
        4,
    )
    assert container_named(proposal.code, "CPS-1").type.code == "unipuck"
    assert list(Placement.objects.order_by("pk").values_list("slot", "until")) == [("3", second), ("4", None)]
    assert list(HazardProfile.objects.order_by("pk").values_list("substance__acronym", "decision")) == [
        ("Tox", "facility_file"),
        ("TOX-2", "facility_file"),
    ]
