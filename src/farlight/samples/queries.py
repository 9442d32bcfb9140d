"""Questions about samples."""

from django.db.models import Prefetch, QuerySet

from farlight.samples.models import Container, Placement, Sample, Substance
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


def substance_named(proposal: str, acronym: str) -> Substance | None:
    """Return the row of a proposal's substance."""
    return Substance.objects.filter(proposal__code=proposal, acronym=acronym).first()


def sample_named(proposal: str, name: str) -> Sample | None:
    """Return the row of a proposal's sample."""
    return Sample.objects.filter(proposal__code=proposal, name=name).first()


def container_named(code: str) -> Container | None:
    """Return the row of a container."""
    return Container.objects.filter(code=code).first()
