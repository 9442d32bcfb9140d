"""The results of a session: the newest of each run, and the best of all."""

from collections.abc import Mapping, Sequence

from farlight.people.types import Actor
from farlight.portal.types import Headline
from farlight.runs.types import RunSummary


def newest_headlines(person: Actor, code: str, runs: Sequence[RunSummary]) -> Mapping[int, Headline]:
    """Return the newest processing of each run, by the run's number."""
    del person, code, runs
    return {}


def best_results(person: Actor, code: str) -> list[Headline]:
    """Return the best finished processing of each sample, the best sample first."""
    del person, code
    return []
