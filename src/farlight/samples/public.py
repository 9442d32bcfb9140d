"""The door of samples."""

from farlight.people.types import Actor
from farlight.samples.access import sample_for, samples_of_proposal, visible_samples
from farlight.samples.queries import container_named, sample_named, substance_named
from farlight.samples.services.registration import (
    place_sample,
    register_container,
    register_sample,
    register_substance,
)
from farlight.samples.types import SampleSummary

__all__ = [
    "container_named",
    "place_sample",
    "register_container",
    "register_sample",
    "register_substance",
    "sample_for",
    "sample_named",
    "samples_of_proposal",
    "samples_of_session",
    "substance_named",
]


def samples_of_session(person: Actor, session: str) -> list[SampleSummary]:
    """Return the samples that can be measured in a session; NotFound when the person may not know of it."""
    return visible_samples(person, session)
