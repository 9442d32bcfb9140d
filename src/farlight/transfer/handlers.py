"""Transfer follows runs and their processing: what was written is read once for its checksums."""

from farlight.beamtime.events import SessionScheduled, SessionStateChanged, TeamChanged
from farlight.bus.public import subscribe
from farlight.processing.events import ProcessingCancelled, ProcessingFailed, ProcessingFinished
from farlight.runs.events import RunEnded
from farlight.transfer.services.queueing import queue_checksums, queue_globus


@subscribe(RunEnded)
def read_what_was_collected(event: RunEnded) -> None:
    """Read the files of a run."""
    queue_checksums(session=event.session, run=event.run)


@subscribe(ProcessingFinished)
def read_what_was_made(event: ProcessingFinished) -> None:
    """Read what a processing wrote."""
    queue_checksums(session=event.session, run=event.run)


@subscribe(ProcessingFailed)
def read_what_was_left(event: ProcessingFailed) -> None:
    """Read what a processing wrote that did not reach its end."""
    queue_checksums(session=event.session, run=event.run)


@subscribe(ProcessingCancelled)
def read_what_was_cancelled(event: ProcessingCancelled) -> None:
    """Read what a processing wrote that somebody cancelled."""
    queue_checksums(session=event.session, run=event.run)


@subscribe(SessionScheduled)
def share_with_globus(event: SessionScheduled) -> None:
    """Give a session its collection and group."""
    queue_globus(session=event.session)


@subscribe(TeamChanged)
def follow_team(event: TeamChanged) -> None:
    """Let the group at Globus be the team."""
    queue_globus(session=event.session)


@subscribe(SessionStateChanged)
def follow_session(event: SessionStateChanged) -> None:
    """Who may read files may depend on where the session is on its way."""
    queue_globus(session=event.session)
