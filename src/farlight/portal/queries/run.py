"""What the page of one run shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from farlight.beamtime.public import rights_found_once, session_for
from farlight.beamtime.types import Action, SessionSummary
from farlight.bus.public import newest_number
from farlight.kernel.ids import run_code
from farlight.people.types import Actor
from farlight.portal.domain.facts import Quantity, images_to_look_at, quantities_of
from farlight.portal.domain.headlines import headline_of
from farlight.portal.queries.feed import card_of
from farlight.portal.types import Headline, RunCard
from farlight.processing.public import processings_of
from farlight.runs.public import run_for


@dataclass(frozen=True, kw_only=True)
class RunPage:
    """A run with all that is known of it."""

    session: SessionSummary
    newest_event: int
    run: RunCard
    quantities: Sequence[Quantity]
    looks: Sequence[int]
    """Images worth a first look: first, middle, last."""
    headlines: Sequence[Headline]
    """Of its processings, newest first."""


def run_page_for(person: Actor, code: str, number: int) -> RunPage:
    """Return the page of a run; NotFound when the person may not know of it."""
    with rights_found_once():
        return _page(person, code, number)


def _page(person: Actor, code: str, number: int) -> RunPage:
    newest_event = newest_number(code)
    run = run_for(person, run_code(code, number))
    headlines = [headline_of(processing, run.sample_name) for processing in processings_of(person, run.code)]
    return RunPage(
        session=session_for(person, code, Action.SEE),
        newest_event=newest_event,
        run=card_of(run, {headline.run: headline for headline in headlines[:1]}),
        quantities=quantities_of(run),
        looks=images_to_look_at(run.frames if run.has_images else 0),
        headlines=headlines,
    )
