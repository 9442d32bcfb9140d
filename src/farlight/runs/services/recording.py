"""Runs follow what acquisition tells. Everything here may be told twice, and late."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from farlight.beamtime.public import session_row
from farlight.bus.public import publish
from farlight.kernel.time import utc_now
from farlight.runs.domain.layouts import scale_record
from farlight.runs.errors import RunUnknown
from farlight.runs.events import RunEnded, RunProgressed, RunStarted, SnapshotAdded
from farlight.runs.models import Run, Snapshot
from farlight.runs.types import PictureScale, RunState
from farlight.samples.public import sample_key


@dataclass(frozen=True, kw_only=True)
class NewRun:
    """What is known of a run when it starts."""

    session: str
    number: int
    kind: str
    request: str
    sample: str
    sample_name: str
    detector: str
    directory: str
    master: str
    images: int
    start_deg: float
    width_deg: float
    exposure_time_s: float
    energy_ev: float
    transmission_frac: float
    detector_distance_mm: float
    started: datetime
    flux_hz: float | None = None
    beam_size_um: tuple[float, float] | None = None
    layout: dict[str, object] | None = None
    """Where its images lie, where they are no sweep, as in a row."""


@transaction.atomic
def start_run(*, new: NewRun) -> Run | None:
    """Enter a run; None when it is there already.

    Raises
    ------
    NotFound
        When there is no such session.
    """
    session = session_row(new.session)
    given = {
        name: getattr(new, name) for name in new.__dataclass_fields__ if name not in {"session", "number", "sample"}
    }
    sample_id = _sample_id(session.proposal.code, new.sample)
    row, made = Run.objects.get_or_create(
        session_id=session.pk, number=new.number, defaults={**given, "sample_id": sample_id}
    )
    if not made:
        return None
    publish(RunStarted(session=new.session, run=new.number))
    return row


def _sample_id(proposal: str, code: str) -> int | None:
    return sample_key(proposal, code) if code else None


def _locked(session: str, number: int) -> Run:
    """Return a run's row, locked until the transaction ends.

    Raises
    ------
    RunUnknown
        When nothing was told of it yet; the bus tries the telling again later.
    """
    rows = Run.objects.select_for_update(of=("self",), no_key=True).select_related("session")
    row = rows.filter(session__code=session, number=number).first()
    if row is None:
        raise RunUnknown(f"Nothing was told of run {session}/{number} yet.")
    return row


@transaction.atomic
def record_frames(*, session: str, number: int, frames: int) -> Run | None:
    """Note how many images are in the files; None when that is no news."""
    row = _locked(session, number)
    if frames <= row.frames or row.state != RunState.COLLECTING.value:
        return None
    row.frames = frames
    row.save(update_fields=["frames"])
    publish(RunProgressed(session=session, run=number, frames=frames, images=row.images))
    return row


@transaction.atomic
def record_snapshot(
    *, session: str, number: int, path: Path, omega_deg: float, scale: PictureScale | None = None
) -> None:
    """Note a picture of the crystal; nothing happens when it is noted already."""
    row = _locked(session, number)
    _, made = Snapshot.objects.get_or_create(
        run=row,
        name=path.name,
        defaults={"path": str(path), "omega_deg": omega_deg, "scale": scale_record(scale)},
    )
    if made:
        publish(SnapshotAdded(session=session, run=number, name=path.name))


@transaction.atomic
def end_run(
    *, session: str, number: int, frames: int, outcome: RunState, reason: str, ended: datetime | None = None
) -> Run | None:
    """Note that a run is over (now, when no moment is given); None when it was already."""
    row = _locked(session, number)
    if row.state != RunState.COLLECTING.value:
        return None
    row.state, row.reason, row.frames, row.ended = outcome.value, reason, max(frames, row.frames), ended or utc_now()
    row.save(update_fields=["state", "reason", "frames", "ended"])
    publish(RunEnded(session=session, run=number, frames=row.frames, outcome=outcome.value, reason=reason))
    return row
