"""The door of processing."""

from collections.abc import Collection, Mapping

from farlight.beamtime.public import sessions_of_proposal
from farlight.kernel.errors import NotFound
from farlight.kernel.ids import parse_run_code
from farlight.people.types import Actor
from farlight.processing.access import processing_for, summary_of, visible_processings
from farlight.processing.queries import best_results, finished_processings, newest_processings, refinement_of
from farlight.processing.services.cancelling import cancel_processing
from farlight.processing.services.starting import start_by_itself, start_processing
from farlight.processing.types import BestResult, ProcessingResult, ProcessingSummary

__all__ = [
    "best_results",
    "cancel_processing",
    "finished_processings",
    "newest_processings",
    "processing_summary",
    "processings_of",
    "refinement_of",
    "result_of",
    "results_of_samples",
    "start_by_itself",
    "start_processing",
]

MOST_SAMPLES = 10_000
"""Of one session that results are given back for."""


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


def results_of_samples(person: Actor, proposal: str, samples: Collection[str]) -> Mapping[str, Mapping[str, str]]:
    """Return the best result of each sample of a proposal, as texts for the sheet that declared it.

    Sessions that the person may not know of are left out.

    Parameters
    ----------
    person : Actor
        Who is asking.
    proposal : str
        Its code.
    samples : collection of str
        Codes of samples; empty for all.
    """
    best: dict[str, BestResult] = {}
    for session in sessions_of_proposal(proposal):
        try:
            found = best_results(person, session.code, samples=tuple(samples), limit=MOST_SAMPLES)
        except NotFound:
            continue
        for one in found:
            known = best.get(one.sample)
            if one.sample and (known is None or _worth(one) < _worth(known)):
                best[one.sample] = one
    return {code: _as_texts(one) for code, one in best.items()}


def _worth(one: BestResult) -> float:
    return float("inf") if one.worth_angstrom is None else one.worth_angstrom


def _as_texts(one: BestResult) -> dict[str, str]:
    result = one.processing.result
    if result is None:
        return {}
    resolution = "" if result.resolution_angstrom is None else f"{result.resolution_angstrom:.2f}"
    return {
        "best_resolution_angstrom": resolution,
        "best_result": f"{result.space_group}, run {one.processing.session}/{one.processing.run}",
        "data_sets": str(one.others + 1),
    }
