"""Physical pieces follow what the beamline does with them: into the changer, onto the goniometer, into the beam."""

from collections.abc import Mapping
from datetime import datetime

from farlight.acquisition.public import handling_coded
from farlight.acquisition.types import HandlingKind, HandlingState
from farlight.beamtime.public import session_summary
from farlight.runs.public import run_numbered
from farlight.samples.public import (
    contents_of,
    piece_that_is_measured,
    sample_key,
    set_specimen_state,
    specimens_with_keys,
)
from farlight.samples.types import SpecimenState as P

_HERE = frozenset({P.DECLARED, P.APPROVED, P.ON_SITE, P.STORED, P.UNLOADED})
_FROM: Mapping[P, frozenset[P]] = {
    P.LOADED: _HERE | {P.MOUNTED},
    P.UNLOADED: frozenset({P.LOADED, P.MEASURED, P.MOUNTED}),
    P.MOUNTED: _HERE | {P.LOADED, P.MEASURED},
    P.MEASURED: _HERE | {P.LOADED, P.MOUNTED},
}
"""From where a piece follows; what is lost, used up or on the road is not said to be at the beamline."""


def follow_changer(*, container: str, is_inside: bool, now: datetime) -> int:
    """Say of everything in a container that it is in the changer, or out of it; return of how many pieces."""
    contents = contents_of([container]).get(container)
    inside = [piece.id for piece in contents.specimens()] if contents else []
    wanted = P.LOADED if is_inside else P.UNLOADED
    return sum(_follow(piece.pk, wanted, now=now) for piece in specimens_with_keys(inside))


def follow_handling(*, session: str, handling: str, now: datetime) -> bool:
    """Say that a piece is on the goniometer, or back from there."""
    done = handling_coded(session, handling)
    wanted = {HandlingKind.MOUNT: P.MOUNTED, HandlingKind.UNMOUNT: P.LOADED}.get(done.kind)
    if wanted is None or done.state is not HandlingState.FINISHED:
        return False
    return _follow_sample(session, done.sample, wanted, now=now)


def follow_run(*, session: str, run: int, now: datetime) -> bool:
    """Say that a piece was in the beam."""
    return _follow_sample(session, run_numbered(session, run).sample, P.MEASURED, now=now)


def _follow_sample(session: str, sample: str, wanted: P, *, now: datetime) -> bool:
    key = sample_key(session_summary(session).proposal, sample) if sample else None
    piece = piece_that_is_measured(key) if key is not None else None
    return piece is not None and _follow(piece.pk, wanted, now=now)


def _follow(key: int, wanted: P, *, now: datetime) -> bool:
    for piece in specimens_with_keys([key]):
        if P(piece.state) in _FROM[wanted]:
            set_specimen_state(specimen=piece, to=wanted, now=now)
            return True
    return False
