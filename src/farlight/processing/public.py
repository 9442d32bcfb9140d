"""The door of processing."""

from farlight.kernel.ids import parse_run_code
from farlight.people.types import Actor
from farlight.processing.access import processing_for, summary_of, visible_processings
from farlight.processing.queries import (
    best_resolutions,
    best_results,
    finished_processings,
    newest_processings,
    refinement_of,
)
from farlight.processing.services.cancelling import cancel_processing
from farlight.processing.services.starting import start_by_itself, start_processing
from farlight.processing.types import ProcessingResult, ProcessingSummary

__all__ = [
    "best_resolutions",
    "best_results",
    "cancel_processing",
    "finished_processings",
    "newest_processings",
    "processing_summary",
    "processings_of",
    "refinement_of",
    "result_of",
    "start_by_itself",
    "start_processing",
]


def processings_of(person: Actor, run: str) -> list[ProcessingSummary]:
    """Return the processings of a run (``mx2345-7/12``), newest first.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    code = parse_run_code(run)
    return [summary_of(row) for row in visible_processings(person, code.session, [code.number])]


def processing_summary(person: Actor, session: str, run: int, number: int) -> ProcessingSummary:
    """Return one processing.

    Raises
    ------
    NotFound
        When the person may not know of it, or it does not exist.
    """
    return summary_of(processing_for(person, session, run, number))


def result_of(person: Actor, session: str, run: int, number: int) -> ProcessingResult | None:
    """Return what came out of a processing; None while there is nothing.

    Raises
    ------
    NotFound
        When the person may not know of it, or it does not exist.
    """
    return processing_summary(person, session, run, number).result
