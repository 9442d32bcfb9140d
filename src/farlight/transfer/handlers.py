"""Transfer follows runs and their processing: what was written is read once for its checksums."""

from farlight.bus.public import subscribe
from farlight.processing.events import ProcessingCancelled, ProcessingFailed, ProcessingFinished
from farlight.runs.events import RunEnded
from farlight.transfer.services.queueing import queue_checksums


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
