"""What lies in a parcel, as pages and papers show it."""

from collections.abc import Iterator
from dataclasses import dataclass

from farlight.samples.types import ContainerContents, SampleSummary, SpecimenInside


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
