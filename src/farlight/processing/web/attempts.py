"""What the pages show that compare all attempts at the images of a run, or of a sample."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from farlight.beamtime.public import rights_found_once, rights_in
from farlight.beamtime.types import Action, Verdict
from farlight.kernel.errors import NotFound
from farlight.kernel.ids import run_code
from farlight.people.types import Actor
from farlight.processing.access import summary_of, visible_processings
from farlight.processing.domain.wording import asked_in_words
from farlight.processing.queries import best_results, offered_in, processings_of_sample
from farlight.processing.types import BestResult, ProcessingResult, ProcessingSummary
from farlight.processing.web.forms import OptionsForm
from farlight.runs.public import run_for
from farlight.runs.types import RunSummary


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """A processing in the table of all."""

    processing: ProcessingSummary
    asked: tuple[str, ...]
    """What was asked for, in words."""
    is_best: bool
    rows: int
    """Lines that it takes in the table: one, and one a shell."""


@dataclass(frozen=True, kw_only=True)
class AttemptsPage:
    """All attempts at a run, and a form for another one."""

    run: RunSummary
    attempts: Sequence[Attempt]
    best: BestResult | None
    may_process: Verdict
    form: OptionsForm


@dataclass(frozen=True, kw_only=True)
class SamplePage:
    """All attempts at every run of a sample in a session."""

    session: str
    sample_name: str
    attempts: Sequence[Attempt]
    best: BestResult | None


def attempts_page(
    person: Actor, session: str, run: int, *, posted: Mapping[str, str] | None, asked: Mapping[str, str]
) -> AttemptsPage:
    """Return the page of all attempts at a run.

    Parameters
    ----------
    person : Actor
        Who looks.
    session, run : str, int
        Which run.
    posted : mapping or None
        What was sent by the form; None when nothing was.
    asked : mapping
        The address' question: ``images=21-40`` fills the range in.

    Raises
    ------
    NotFound
        When the person may not know of the run, or it does not exist.
    """
    with rights_found_once():
        return _attempts_page(person, session, run, posted, asked)


def _attempts_page(
    person: Actor, session: str, run: int, posted: Mapping[str, str] | None, asked: Mapping[str, str]
) -> AttemptsPage:
    found = run_for(person, run_code(session, run))
    best = next(iter(best_results(person, session, runs=[run], limit=1)), None)
    return AttemptsPage(
        run=found,
        attempts=_attempts([summary_of(row) for row in visible_processings(person, session, [run])], best),
        best=best,
        may_process=rights_in(person, session)[Action.PROCESS],
        form=OptionsForm(posted, pipelines=offered_in(session), initial=asked_range(asked.get("images", ""))),
    )


def sample_page(person: Actor, session: str, sample: str) -> SamplePage:
    """Return the page of all attempts at a sample's runs.

    Raises
    ------
    NotFound
        When the person may not know of the session, or no run of it is of that sample.
    """
    with rights_found_once():
        processings = processings_of_sample(person, session, sample)
        best = next(iter(best_results(person, session, samples=[sample], limit=1)), None)
    if not processings:
        raise NotFound(f"No run of {session} is of a sample {sample!r} with a result.")
    name, summaries = processings[0][0], [summary for _, summary in processings]
    return SamplePage(session=session, sample_name=name, attempts=_attempts(summaries, best), best=best)


def _attempts(processings: Sequence[ProcessingSummary], best: BestResult | None) -> list[Attempt]:
    code = best.processing.code if best else ""
    return [
        Attempt(processing=one, asked=asked_in_words(one.options), is_best=one.code == code, rows=_rows_of(one.result))
        for one in processings
    ]


def _rows_of(result: ProcessingResult | None) -> int:
    if result is None or result.overall is None:
        return 1
    return 1 + sum(shell is not None for shell in (result.inner, result.outer))


def asked_range(images: str) -> dict[str, int]:
    """Return the range of images in a text such as ``21-40``, as the form has it; nothing for anything else."""
    found = re.fullmatch(r"(\d{1,6})-(\d{1,6})", images)
    if found is None:
        return {}
    low, high = sorted((int(found[1]), int(found[2])))
    return {"first_image": max(low, 1), "last_image": max(high, 1)}
