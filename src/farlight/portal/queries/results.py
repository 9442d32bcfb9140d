"""The results of a session: the newest of each run, and the best of all."""

from collections.abc import Mapping, Sequence

from farlight.people.types import Actor
from farlight.portal.domain.ranking import best_of_each_sample, headline_of
from farlight.portal.types import Headline
from farlight.processing.public import finished_processings, newest_processings
from farlight.runs.public import sample_names_of
from farlight.runs.types import RunSummary

RESULTS_RANKED = 100
"""Finished processings that are compared; the newest count."""
RESULTS_SHOWN = 6


def newest_headlines(person: Actor, code: str, runs: Sequence[RunSummary]) -> Mapping[int, Headline]:
    """Return the newest processing of each run, by the run's number."""
    newest = newest_processings(person, code, [run.number for run in runs])
    return {number: headline_of(processing) for number, processing in newest.items()}


def best_results(person: Actor, code: str) -> list[Headline]:
    """Return the best finished processing of each sample, the best sample first."""
    finished = finished_processings(person, code, limit=RESULTS_RANKED)
    samples = sample_names_of(person, code, sorted({processing.run for processing in finished})) if finished else {}
    return best_of_each_sample(finished, samples)[:RESULTS_SHOWN]
