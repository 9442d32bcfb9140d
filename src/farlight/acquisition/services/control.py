"""Commands to the collection under way: written down here, obeyed by the engine within a second."""

from django.db import transaction

from farlight.acquisition.errors import WrongState
from farlight.acquisition.events import CommandGiven
from farlight.acquisition.models import Request
from farlight.acquisition.queries import request_under_way
from farlight.acquisition.types import Command
from farlight.beamtime.public import session_for
from farlight.beamtime.types import Action
from farlight.bus.public import publish
from farlight.people.types import Actor


def pause_collection(*, session: str, by: Actor) -> None:
    """Pause the collection under way after the present image; errors as in ``give_command``."""
    give_command(session=session, command=Command.PAUSE, by=by)


def resume_collection(*, session: str, by: Actor) -> None:
    """Let a paused collection go on; errors as in ``give_command``."""
    give_command(session=session, command=Command.RESUME, by=by)


def abort_collection(*, session: str, by: Actor) -> None:
    """End the collection under way; what was measured stays. Errors as in ``give_command``."""
    give_command(session=session, command=Command.ABORT, by=by)


@transaction.atomic
def give_command(*, session: str, command: Command, by: Actor) -> None:
    """Tell the engine what to do with the collection under way. Nothing happens when it was told so already.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    NotAllowed
        When the person may not control the beamline in it now.
    WrongState
        When nothing is being collected, or it is being aborted.
    """
    owner = session_for(by, session, Action.CONTROL)
    request = request_under_way(owner.id)
    if request is None:
        raise WrongState("Nothing is being collected at the moment.")
    if request.command == command.value:
        return
    if request.command == Command.ABORT.value:
        raise WrongState("The collection is being aborted already.")
    Request.objects.filter(pk=request.pk).update(command=command.value, command_by=by.full_name)
    publish(CommandGiven(session=session, request=request.code, command=command.value), by=by.username)
