"""The results of a session: the newest of each run, and the best of each sample."""

from collections.abc import Mapping, Sequence

from farlight.people.types import Actor
from farlight.portal.domain.headlines import headline_of
from farlight.portal.types import Headline
from farlight.processing.public import best_results as best_of_samples
from farlight.processing.public import newest_processings
from farlight.processing.types import BestResult
from farlight.runs.types import RunSummary

RESULTS_SHOWN = 6


def newest_headlines(person: Actor, code: str, runs: Sequence[RunSummary]) -> Mapping[int, Headline]:
    """Return the newest processing of each run, by the run's number."""
    newest = newest_processings(person, code, [run.number for run in runs])
    return {number: headline_of(processing) for number, processing in newest.items()}


def best_results(person: Actor, code: str) -> list[BestResult]:
    """Return the best result of each sample, the best sample first."""
    return best_of_samples(person, code, limit=RESULTS_SHOWN)
