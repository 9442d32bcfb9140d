"""The way to samples: through the session in which somebody wants to see or measure them."""

from django.db.models import Prefetch, QuerySet

from farlight.beamtime.public import session_for
from farlight.beamtime.types import Action
from farlight.kernel.errors import NotFound
from farlight.kernel.ids import OPAQUE_CODE
from farlight.people.types import Actor
from farlight.samples.models import Placement, Sample
from farlight.samples.types import Hazard, SampleSummary


def samples_with_places() -> QuerySet[Sample]:
    """Samples with all that a summary needs: two queries for any number."""
    current = Placement.objects.filter(is_current=True).select_related("container")
    places = Prefetch("placements", queryset=current, to_attr="current_places")
    return Sample.objects.select_related("substance", "proposal").prefetch_related(places)


def summary_of(sample: Sample) -> SampleSummary:
    """Return a sample as other contexts see it; the row must come from ``samples_with_places``."""
    places: list[Placement] = sample.current_places  # type: ignore[attr-defined]
    place = places[0] if places else None
    return SampleSummary(
        id=sample.pk,
        code=sample.code,
        name=sample.name,
        acronym=sample.substance.acronym,
        substance=sample.substance.name,
        hazard=Hazard(sample.substance.hazard),
        proposal=sample.proposal.code,
        container=place.container.code if place else "",
        container_position=place.position if place else None,
    )


def samples_of_proposal(proposal: str) -> list[SampleSummary]:
    """Every sample of a proposal, in the order of containers and positions; those without a place last."""
    found = [summary_of(s) for s in samples_with_places().filter(proposal__code=proposal)]
    return sorted(found, key=lambda s: (s.container == "", s.container, s.container_position or 0, s.name))


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
    found = samples_with_places().filter(code=code, proposal__code=proposal)
    row = found.first() if OPAQUE_CODE.fullmatch(code) else None
    if row is None:
        raise NotFound(f"Session {session} has no sample {code!r}.")
    return summary_of(row)
