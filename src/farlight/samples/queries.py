"""Questions about samples, asked by machines; people ask through ``access``."""

from farlight.samples.models import Container, Sample, Substance


def substance_named(proposal: str, acronym: str) -> Substance | None:
    """Return the row of a proposal's substance."""
    return Substance.objects.filter(proposal__code=proposal, acronym=acronym).first()


def sample_named(proposal: str, name: str) -> Sample | None:
    """Return the row of a proposal's sample."""
    return Sample.objects.filter(proposal__code=proposal, name=name).first()


def container_named(code: str) -> Container | None:
    """Return the row of a container."""
    return Container.objects.filter(code=code).first()
