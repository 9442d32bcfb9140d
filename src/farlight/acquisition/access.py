"""The way to requests: through the session in which somebody wants to see or change them."""

from django.db.models import QuerySet

from farlight.acquisition.domain.layouts import layout_from, treatment_from
from farlight.acquisition.models import Handling, Request
from farlight.acquisition.types import (
    CollectionParameters,
    Command,
    HandlingKind,
    HandlingState,
    HandlingSummary,
    RequestKind,
    RequestState,
    RequestSummary,
)
from farlight.beamtime.public import session_for
from farlight.beamtime.types import Action
from farlight.kernel.errors import NotFound
from farlight.kernel.ids import OPAQUE_CODE
from farlight.people.types import Actor


def requests_with_names() -> QuerySet[Request]:
    """Requests with all that a summary needs: one query for any number."""
    return Request.objects.select_related("session", "sample", "queued_by")


def visible_requests(person: Actor, session: str) -> QuerySet[Request]:
    """Every request of a session, newest first.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    return requests_with_names().filter(session_id=session_for(person, session, Action.SEE).id).order_by("-pk")


def request_for(person: Actor, session: str, code: str, to: Action) -> Request:
    """Return the row of a request that a person wants to do something to.

    Raises
    ------
    NotFound
        When the person may not know of the session, or it has no such request.
    NotAllowed
        When the person may not do this in the session.
    """
    owner = session_for(person, session, to)
    row = requests_with_names().filter(session_id=owner.id, code=code).first() if OPAQUE_CODE.fullmatch(code) else None
    if row is None:
        raise NotFound(f"Session {session} has no request {code!r}.")
    return row


def visible_handlings(person: Actor, session: str) -> QuerySet[Handling]:
    """What was done to the samples of a session; one query for any number.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    seen = session_for(person, session, Action.SEE)
    return Handling.objects.filter(session_id=seen.id).select_related("session", "sample")


def _by_time(picture: str) -> tuple[bool, str]:
    """Pictures of before come before those of after."""
    return ("after" in picture, picture)


def handling_summary(handling: Handling) -> HandlingSummary:
    """Return what was done to a sample as other contexts see it."""
    return HandlingSummary(
        id=handling.pk,
        code=handling.code,
        session=handling.session.code,
        kind=HandlingKind(handling.kind),
        state=HandlingState(handling.state),
        sample=handling.sample.code if handling.sample else "",
        sample_name=handling.sample_name,
        container=handling.container,
        container_position=handling.container_position,
        note=handling.note,
        started=handling.started,
        ended=handling.ended,
        pictures=tuple(sorted(handling.pictures, key=_by_time)),  # JSON keeps no order
    )


def parameters_of(request: Request) -> CollectionParameters:
    """Return what a request asks for."""
    return CollectionParameters(
        start_deg=request.start_deg,
        width_deg=request.width_deg,
        images=request.images,
        exposure_time_s=request.exposure_time_s,
        energy_ev=request.energy_ev,
        transmission_frac=request.transmission_frac,
        detector_distance_mm=request.detector_distance_mm,
        resolution_angstrom=request.resolution_angstrom,
        layout=layout_from(request.layout),
        treatment=treatment_from(request.treatment),
    )


def summary_of(request: Request) -> RequestSummary:
    """Return a request as other contexts see it."""
    return RequestSummary(
        code=request.code,
        session=request.session.code,
        kind=RequestKind(request.kind),
        state=RequestState(request.state),
        sample=request.sample.code if request.sample else "",
        sample_name=request.sample.name if request.sample else "",
        parameters=parameters_of(request),
        command=Command(request.command),
        stage=request.stage,
        frames=request.frames,
        run_number=request.run_number if request.started_at else None,
        reason=request.reason,
        queued_by=request.queued_by.full_name,
        queued_at=request.queued_at,
    )
