"""What processing does when something happens elsewhere."""

from farlight.bus.public import subscribe
from farlight.processing.services.starting import start_by_itself
from farlight.runs.events import RunEnded


@subscribe(RunEnded)
def process_ended_run(event: RunEnded) -> None:
    """Process a run that left images, however it ended."""
    if event.frames:
        start_by_itself(session=event.session, run=event.run)
