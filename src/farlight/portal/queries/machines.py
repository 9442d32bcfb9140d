"""The programs of the beamlines that somebody looks after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from farlight.beamlines.public import beamlines
from farlight.beamlines.types import BeamlineSummary
from farlight.kernel.errors import NotFound
from farlight.people.public import beamlines_kept_among, machines_of
from farlight.people.types import Actor, MachineSummary


@dataclass(frozen=True, kw_only=True)
class BeamlineMachines:
    """A beamline and its programs."""

    beamline: BeamlineSummary
    machines: tuple[MachineSummary, ...]


def beamlines_kept_by(person: Actor) -> list[BeamlineSummary]:
    """Return the beamlines whose programs a person looks after, by code.

    Raises
    ------
    NotFound
        When there are none: who looks after nothing cannot tell that there is such a page.
    """
    known = beamlines()
    kept = beamlines_kept_among(person, {one.code for one in known})
    if not kept:
        raise NotFound
    return [one for one in known if one.code in kept]


def machines_at(kept: Sequence[BeamlineSummary], person: Actor, *, now: datetime) -> list[BeamlineMachines]:
    """Return beamlines that a person looks after with their programs: few queries for any number."""
    found = machines_of(person, {one.code for one in kept}, now=now)
    return [BeamlineMachines(beamline=one, machines=tuple(m for m in found if m.beamline == one.code)) for one in kept]
