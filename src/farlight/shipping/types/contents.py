"""What lies in a parcel, as pages and papers show it."""

from collections.abc import Iterator
from dataclasses import dataclass

from farlight.samples.types import ContainerContents, SampleSummary, SpecimenInside
from farlight.shipping.types.summaries import ParcelSummary


@dataclass(frozen=True, kw_only=True)
class ParcelContents:
    """Everything in a parcel."""

    containers: tuple[ContainerContents, ...] = ()
    samples: tuple[SampleSummary, ...] = ()
    """Samples that lie in it by themselves."""
    tools: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is packed."""
        return not (self.containers or self.samples or self.tools)

    def specimens(self) -> Iterator[SpecimenInside]:
        """Every physical piece in its containers."""
        for container in self.containers:
            yield from container.specimens()


@dataclass(frozen=True, kw_only=True)
class PackedElsewhere:
    """A container that cannot be packed because it lies in a parcel already."""

    name: str
    parcel: ParcelSummary | None
    """None when it is another group's parcel, of which nothing is told."""


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What could be packed into a parcel, and what could not because it lies elsewhere."""

    containers: tuple[ContainerContents, ...]
    """Those that lie in no other container, with samples first."""
    elsewhere: tuple[PackedElsewhere, ...]
    """By name."""
