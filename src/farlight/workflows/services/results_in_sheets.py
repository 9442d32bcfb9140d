"""A sheet that is given back tells what came out of each sample, over all sessions of its proposal."""

from collections import Counter
from collections.abc import Collection, Mapping

from farlight.beamtime.public import may, sessions_of_proposal
from farlight.beamtime.types import Action
from farlight.people.types import Actor
from farlight.processing.public import best_results
from farlight.processing.types import BestResult
from farlight.runs.public import runs_by_sample
from farlight.ui.domain.values import unit_cell_text

MOST_SAMPLES = 100_000


def results_of_samples(person: Actor, proposal: str, samples: Collection[str]) -> Mapping[str, Mapping[str, str]]:
    """Return texts for a sheet by code of a sample: how many data sets there are, and the best result.

    Sessions that the person may not see are left out.

    Parameters
    ----------
    person : Actor
        Who gets the sheet.
    proposal : str
        Code of the proposal.
    samples : collection of str
        Codes of samples; empty for all.
    """
    sessions = [s.code for s in sessions_of_proposal(proposal) if may(person, Action.SEE, s.code).allowed]
    runs: Counter[str] = Counter()
    best: dict[str, BestResult] = {}
    for session in sessions:
        runs.update(runs_by_sample(person, session))
        for found in best_results(person, session, limit=MOST_SAMPLES):
            if found.sample and _is_better(found, best.get(found.sample)):
                best[found.sample] = found
    wanted = set(samples) or set(runs)
    return {code: _texts(runs[code], best.get(code)) for code in wanted if runs[code]}


def _is_better(one: BestResult, other: BestResult | None) -> bool:
    return other is None or _worth(one) < _worth(other)


def _worth(result: BestResult) -> float:
    return float("inf") if result.worth_angstrom is None else result.worth_angstrom


def _texts(runs: int, best: BestResult | None) -> dict[str, str]:
    texts = {"data_sets": str(runs)}
    result = best.processing.result if best else None
    if best is None or result is None:
        return texts
    parts = (f"run {best.processing.session}/{best.processing.run}", result.space_group)
    cell = unit_cell_text(result.unit_cell)
    texts["best_result"] = ", ".join(part for part in (*parts, cell) if part)
    if result.resolution_angstrom is not None:
        texts["best_resolution_angstrom"] = f"{result.resolution_angstrom:.2f}"
    return texts
