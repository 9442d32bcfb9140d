"""What workflows do when something happens at a beamline."""

from farlight.acquisition.events import ChangerLoaded, ChangerUnloaded, HandlingEnded
from farlight.bus.public import subscribe
from farlight.kernel.time import utc_now
from farlight.runs.events import RunEnded
from farlight.workflows.services.following_the_beam import follow_changer, follow_handling, follow_run


@subscribe(ChangerLoaded)
def pieces_are_loaded(event: ChangerLoaded) -> None:
    """Pieces in a container are where it is."""
    follow_changer(container=event.container, is_inside=True, now=utc_now())


@subscribe(ChangerUnloaded)
def pieces_are_unloaded(event: ChangerUnloaded) -> None:
    """Pieces in a container are out of the changer with it."""
    follow_changer(container=event.container, is_inside=False, now=utc_now())


@subscribe(HandlingEnded)
def piece_was_handled(event: HandlingEnded) -> None:
    """A piece is on the goniometer, or back in its container."""
    follow_handling(session=event.session, handling=event.handling, now=utc_now())


@subscribe(RunEnded)
def piece_was_measured(event: RunEnded) -> None:
    """A piece was in the beam."""
    if event.frames:
        follow_run(session=event.session, run=event.run, now=utc_now())
