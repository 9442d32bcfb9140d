"""The way to samples: through the session in which somebody wants to see or measure them."""

from farlight.beamtime.public import session_for
from farlight.beamtime.types import Action
from farlight.kernel.errors import NotFound
from farlight.people.types import Actor
from farlight.samples.models import Sample
from farlight.samples.queries import samples_of_proposal, samples_with_places, summary_of
from farlight.samples.types import SampleSummary


def visible_samples(person: Actor, session: str) -> list[SampleSummary]:
    """Return the samples of a session's proposal.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    return samples_of_proposal(session_for(person, session, Action.SEE).proposal)


def sample_for(person: Actor, session: str, code: str, to: Action = Action.SEE) -> SampleSummary:
    """Return a sample of a session's proposal, for something that is done in that session.

    Raises
    ------
    NotFound
        When the person may not know of the session, or the sample is not of its proposal.
    NotAllowed
        When the person may not do this in the session.
    """
    proposal = session_for(person, session, to).proposal
    row: Sample | None = samples_with_places().filter(code=code, proposal__code=proposal).first()
    if row is None:
        raise NotFound(f"Session {session} has no sample {code!r}.")
    return summary_of(row)
