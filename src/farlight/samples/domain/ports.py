"""What samples ask of contexts above them."""

from collections.abc import Collection, Mapping
from typing import Protocol

from farlight.people.types import Actor


class SampleResults(Protocol):
    """Knows what came out of measuring samples."""

    def __call__(self, person: Actor, proposal: str, samples: Collection[str]) -> Mapping[str, Mapping[str, str]]:
        """Return, by code of a sample, texts by key of a result; only what the person may see."""
