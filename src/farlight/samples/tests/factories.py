"""Samples for tests."""

from farlight.samples.public import register_container, register_sample, register_substance
from farlight.samples.types import Hazard


def make_sample(proposal="mx2341", name="crystal 1", *, acronym="lyso", hazard=Hazard.GREEN):
    """A sample of a substance of its own."""
    substance = register_substance(proposal=proposal, acronym=acronym, name=f"Substance {acronym}", hazard=hazard)
    return register_sample(substance=substance, name=name)


def make_container(name="CPS-0421", container_type="unipuck", *, proposal="mx2341"):
    """A container of a proposal, or the facility's own when the proposal is empty."""
    return register_container(proposal=proposal, name=name, container_type=container_type)
