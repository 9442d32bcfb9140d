"""The logbook follows runs and what is done to samples."""

from farlight.acquisition.events import HandlingStarted
from farlight.bus.public import subscribe
from farlight.logbook.services.entering import enter_handling, enter_run
from farlight.runs.events import RunStarted


@subscribe(RunStarted)
def write_run_down(event: RunStarted) -> None:
    """Enter a run."""
    enter_run(session=event.session, run=event.run)


@subscribe(HandlingStarted)
def write_handling_down(event: HandlingStarted) -> None:
    """Enter what is done to a sample."""
    enter_handling(session=event.session, handling=event.handling)
