"""What the robot and the goniometer do to samples, as the engine tells it. Everything here may be told twice."""

from pathlib import Path

from farlight.acquisition.events import HandlingEnded, HandlingStarted
from farlight.acquisition.models import Handling, Request
from farlight.acquisition.types import HandlingKind, HandlingState
from farlight.bus.public import publish
from farlight.engine.messages import SampleInBeam
from farlight.kernel.ids import new_opaque_id
from farlight.kernel.time import utc_now
from farlight.samples.public import sample_key


def start_handling(*, request: Request, kind: HandlingKind, sample: SampleInBeam, picture: Path | None) -> Handling:
    """Note that something is being done to a sample for a request, in the caller's transaction."""
    handling = Handling.objects.create(
        code=new_opaque_id("h-"),
        session_id=request.session_id,
        request=request,
        sample_id=sample_key(request.session.proposal.code, sample.code),
        sample_name=sample.name,
        container=sample.container,
        container_position=sample.position,
        kind=kind.value,
        started=utc_now(),
        pictures={picture.name: str(picture)} if picture else {},
    )
    publish(
        HandlingStarted(
            session=request.session.code,
            handling=handling.code,
            handling_kind=kind.value,
            sample=sample.code,
            sample_name=sample.name,
        )
    )
    return handling


def end_handling(*, request: Request, outcome: HandlingState, note: str, picture: Path | None = None) -> None:
    """Note that what is being done for a request is over; nothing happens when nothing is being done."""
    rows = Handling.objects.select_for_update(no_key=True).filter(request=request, state=HandlingState.RUNNING.value)
    for row in rows:
        row.state, row.note, row.ended = outcome.value, note, utc_now()
        row.pictures |= {picture.name: str(picture)} if picture else {}
        row.save(update_fields=["state", "note", "ended", "pictures"])
        publish(HandlingEnded(session=request.session.code, handling=row.code, outcome=outcome.value, note=note))
