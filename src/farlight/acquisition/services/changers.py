"""Containers go into the sample changer and out of it."""

from datetime import datetime

from django.db import transaction

from farlight.acquisition.events import ChangerLoaded, ChangerUnloaded
from farlight.beamlines.public import beamline
from farlight.beamtime.public import session_for
from farlight.beamtime.types import Action, ProposalAction
from farlight.bus.public import publish
from farlight.kernel.errors import Conflict, NotFound
from farlight.people.types import Actor
from farlight.samples.public import container_for, container_named, move_container, place_of, take_out


@transaction.atomic
def load_changer(*, session: str, container: str, slot: str, now: datetime, by: Actor) -> None:
    """Put a container into a position of the sample changer of a session's beamline. Doing it twice does nothing.

    Parameters
    ----------
    session : str
        Code of the session.
    container : str
        Opaque code of the container.
    slot : str
        Name of the position.

    Raises
    ------
    NotFound
        When the person may not know of the session or the container, or the beamline has no changer.
    NotAllowed
        When the person may not handle what this proposal brings.
    Invalid
        When there is no such position, or it does not take the container.
    PositionTaken
        When another container lies there.
    """
    name = _changer_name(by, session)
    changer = container_named("", name)
    if changer is None:
        raise NotFound(f"The sample changer {name} is not among the containers here.")
    puck = container_for(by, container, ProposalAction.HANDLE_PARCELS)
    before = place_of(puck)
    place = move_container(container=puck, into=changer, slot=slot, now=now, by=by)
    if before is None or before.pk != place.pk:
        publish(ChangerLoaded(session=session, container=puck.code, name=puck.name, slot=place.slot), by=by.username)


@transaction.atomic
def unload_changer(*, session: str, container: str, now: datetime, by: Actor) -> None:
    """Take a container out of the sample changer.

    Raises
    ------
    NotFound
        When the person may not know of the session or the container, or the beamline has no changer.
    NotAllowed
        When the person may not handle what this proposal brings.
    Conflict
        When it does not lie in the changer.
    """
    name = _changer_name(by, session)
    puck = container_for(by, container, ProposalAction.HANDLE_PARCELS)
    place = place_of(puck)
    if place is None or place.container.proposal_id is not None or place.container.name != name:
        raise Conflict(f"{puck.name} does not lie in {name}.")
    take_out(thing=puck, now=now, by=by)
    publish(ChangerUnloaded(session=session, container=puck.code, name=puck.name, slot=place.slot), by=by.username)


def _changer_name(person: Actor, session: str) -> str:
    owner = session_for(person, session, Action.SEE)
    name = beamline(owner.beamline).changer
    if not name:
        raise NotFound(f"{owner.beamline_name} has no sample changer.")
    return name
