"""Things of acquisition for the tests of others."""

from django.db import transaction

from farlight.acquisition.models import Handling, Request
from farlight.acquisition.services.handling import end_handling, start_handling
from farlight.acquisition.types import HandlingKind, HandlingState
from farlight.beamlines.public import define_beamline
from farlight.beamlines.tests.factories import a_definition
from farlight.engine.messages import SampleInBeam
from farlight.kernel.ids import new_opaque_id
from farlight.kernel.time import utc_now
from farlight.samples.public import container_named, place_sample, register_container
from farlight.samples.tests.factories import make_sample


def make_request(session, person, **changes):
    """A request that was measured."""
    parts = {
        "code": new_opaque_id("r-"),
        "session": session,
        "kind": "rotation",
        "state": "done",
        "position": 1,
        "start_deg": 0,
        "width_deg": 1,
        "images": 1,
        "exposure_time_s": 1,
        "energy_ev": 12658,
        "transmission_frac": 1,
        "detector_distance_mm": 100,
        "queued_by": person,
        "queued_at": utc_now(),
    }
    return Request.objects.create(**(parts | changes))


@transaction.atomic
def make_handling(
    session, person, kind=HandlingKind.MOUNT, name="insulin-1", *, note=None, code="s-x", outcome=HandlingState.FINISHED
) -> Handling:
    """Something that is being done to a sample; it is over when there is a note."""
    sample = SampleInBeam(code=code, name=name, acronym="insu", container="UPP-7", position=3)
    request = make_request(session, person)
    handling = start_handling(request=request, kind=kind, sample=sample, picture=None)
    if note is not None:
        end_handling(request=request, outcome=outcome, note=note)
    return handling


def give_changer():
    """Let sim1 have a changer, where 29 UniPucks go."""
    define_beamline(definition=a_definition(changer="SIM1-ISARA"))
    if container_named("", "SIM1-ISARA") is None:
        register_container(proposal="", name="SIM1-ISARA", container_type="isara")


def make_puck(proposal, name, sample_name):
    """A UniPuck with a sample in its fifth slot."""
    puck = register_container(proposal=proposal, name=name, container_type="unipuck")
    sample = make_sample(proposal, sample_name, acronym=f"a{name}")
    place_sample(sample=sample, container=puck, slot="5", now=utc_now())
    return puck
