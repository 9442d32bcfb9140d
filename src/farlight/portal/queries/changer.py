"""What the page of a sample changer shows."""

from dataclasses import dataclass

from farlight.acquisition.public import changer_in, samples_queued
from farlight.acquisition.types import Changer
from farlight.beamtime.public import session_for
from farlight.beamtime.types import Action, SessionSummary
from farlight.bus.public import newest_number
from farlight.people.types import Actor
from farlight.portal.domain.changers import PuckDrawing, SampleFacts, Standing, box_of, drawing_of, worth_a_line
from farlight.processing.public import best_resolutions
from farlight.runs.public import runs_by_sample
from farlight.samples.public import samples_of_session
from farlight.samples.types import SampleSummary


@dataclass(frozen=True, kw_only=True)
class ChangerPage:
    """The sample changer of a session's beamline."""

    session: SessionSummary
    newest_event: int
    changer: Changer | None
    drawing: tuple[PuckDrawing, ...]
    box: tuple[float, float]
    """Width and height of the drawing."""


def changer_page_for(person: Actor, code: str) -> ChangerPage:
    """Return the page; NotFound when the person may not know of the session."""
    newest_event = newest_number(code)
    session = session_for(person, code, Action.SEE)
    changer = changer_in(person, code)
    facts = _facts(person, code)
    return ChangerPage(
        session=session,
        newest_event=newest_event,
        changer=changer,
        drawing=drawing_of(changer, facts) if changer else (),
        box=box_of(changer.layout) if changer else (0.0, 0.0),
    )


def changer_samples_for(person: Actor, code: str) -> list[tuple[SampleSummary, Standing]]:
    """Return a session's samples and how far each is; NotFound when the person may not know of the session."""
    return worth_a_line(samples_of_session(person, code), _facts(person, code))


def _facts(person: Actor, code: str) -> SampleFacts:
    return SampleFacts(
        runs=runs_by_sample(person, code),
        queued=samples_queued(person, code),
        resolutions_angstrom=best_resolutions(person, code),
    )
