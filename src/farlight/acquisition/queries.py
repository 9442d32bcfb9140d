"""Questions about requests."""

from collections.abc import Sequence
from pathlib import Path

from farlight.acquisition.access import (
    handling_summary,
    requests_with_names,
    summary_of,
    visible_handlings,
)
from farlight.acquisition.domain.changers import fits, positions_of, puck_of
from farlight.acquisition.models import Handling, Request
from farlight.acquisition.types import (
    Changer,
    HandlingSummary,
    Puck,
    RequestState,
    RequestSummary,
)
from farlight.beamlines.public import beamline
from farlight.beamtime.public import may_with_proposal, proposals_among, session_for
from farlight.beamtime.types import Action, ProposalAction
from farlight.kernel.disks import asked_of_disk
from farlight.kernel.errors import NotFound
from farlight.kernel.ids import OPAQUE_CODE
from farlight.people.types import Actor
from farlight.samples.public import container_named, containers_by_themselves, contents_of, layouts_of
from farlight.samples.types import ContainerContents, ContainerTypeSummary

UNDER_WAY = (RequestState.COLLECTING.value, RequestState.PAUSED.value)


def waiting_requests(session_id: int) -> list[Request]:
    """The requests of a session that wait, in order."""
    rows = requests_with_names().filter(session_id=session_id, state=RequestState.QUEUED.value)
    return list(rows.order_by("position"))


def request_under_way(session_id: int) -> Request | None:
    """The request of a session that the beamline is busy with."""
    return requests_with_names().filter(session_id=session_id, state__in=UNDER_WAY).first()


def left_behind(beamline_id: int) -> list[Request]:
    """The requests that an engine of this beamline was busy with when it ended."""
    return list(requests_with_names().filter(session__beamline_id=beamline_id, state__in=UNDER_WAY))


def queue_of_session(session_id: int) -> list[RequestSummary]:
    """What is under way in a session, then what waits, in order: one query."""
    rows = requests_with_names().filter(session_id=session_id, state__in=[*UNDER_WAY, RequestState.QUEUED.value])
    found = sorted(rows, key=lambda row: (row.state not in UNDER_WAY, row.position))
    return [summary_of(row) for row in found]


def ended_requests(session_id: int, *, limit: int = 5) -> list[RequestSummary]:
    """The requests of a session that ended last without a whole run, newest first: they can be repeated."""
    broken = [RequestState.ABORTED.value, RequestState.FAILED.value, RequestState.INTERRUPTED.value]
    rows = requests_with_names().filter(session_id=session_id, state__in=broken).order_by("-ended_at")
    return [summary_of(row) for row in rows[:limit]]


_MEASURED_OR_WAITING = (*UNDER_WAY, RequestState.QUEUED.value, RequestState.DONE.value)


def samples_asked_for(session_id: int) -> frozenset[str]:
    """The codes of the samples of a session that are measured, or wait to be."""
    rows = Request.objects.filter(session_id=session_id, state__in=_MEASURED_OR_WAITING, sample__isnull=False)
    return frozenset(rows.values_list("sample__code", flat=True))


def samples_queued(person: Actor, session: str) -> frozenset[str]:
    """Return the codes of the samples of a session that wait to be measured; NotFound when it may not be seen."""
    owner = session_for(person, session, Action.SEE)
    rows = Request.objects.filter(session_id=owner.id, state=RequestState.QUEUED.value, sample__isnull=False)
    return frozenset(rows.values_list("sample__code", flat=True))


def newest_request(session_id: int) -> RequestSummary | None:
    """What was asked for last in a session; None before anything was."""
    row = requests_with_names().filter(session_id=session_id).order_by("-pk").first()
    return summary_of(row) if row else None


def handlings_coded(person: Actor, session: str, codes: Sequence[str]) -> dict[str, HandlingSummary]:
    """What was done to samples of a session, by code: one query beside the session's, none when nothing is asked for.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    rows = visible_handlings(person, session).filter(code__in=codes) if codes else []
    return {row.code: handling_summary(row) for row in rows}


def handling_coded(session: str, code: str) -> HandlingSummary:
    """Return something that was done to a sample, by the words of an event, for machines; NotFound if there is none."""
    row = Handling.objects.select_related("session", "sample").filter(session__code=session, code=code).first()
    if row is None:
        raise NotFound
    return handling_summary(row)


def handling_picture(person: Actor, session: str, code: str, name: str) -> Path:
    """Return the file of a picture that was taken while something was done to a sample.

    Raises
    ------
    NotFound
        When the person may not know of the session, there is no such picture, or its file is gone.
    """
    row = visible_handlings(person, session).filter(code=code).first() if OPAQUE_CODE.fullmatch(code) else None
    path = Path(row.pictures[name]) if row and name in row.pictures else None
    if path is None or not asked_of_disk(session, path.is_file):
        raise NotFound(f"Session {session} has no picture {name!r}.")
    return path


def driver_of(session_id: int) -> str:
    """Return who drives: the full name of who asked for what is being collected; empty when nothing is."""
    row = request_under_way(session_id)
    return row.queued_by.full_name if row else ""


def changer_in(person: Actor, session: str) -> Changer | None:
    """Return the sample changer of a session's beamline as a person sees it; None where there is none.

    A constant number of queries, however many containers and samples lie in it.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    owner = session_for(person, session, Action.SEE)
    name = beamline(owner.beamline).changer
    container = container_named("", name) if name else None
    if container is None:
        return None
    loose = containers_by_themselves(owner.proposal)
    found = contents_of([container.code, *loose])
    inside = {taken.slot: taken.container for taken in found[container.code].slots if taken.container}
    outside = [found[code] for code in loose]
    view = _PuckView(person, owner.proposal, [*inside.values(), *outside, found[container.code]])
    layout = view.layouts[found[container.code].container_type, found[container.code].type_version]
    return Changer(
        name=container.name,
        layout=layout,
        positions=positions_of(layout, {slot: view.of(contents) for slot, contents in inside.items()}),
        waiting=tuple(view.of(contents) for contents in outside if fits(layout, view.layout_of(contents))),
        may_load=may_with_proposal(person, ProposalAction.HANDLE_PARCELS, owner.proposal),
    )


class _PuckView:
    """Containers as one person sees them from a session, with what is asked about all of them at once."""

    def __init__(self, person: Actor, ours: str, contents: Sequence[ContainerContents]) -> None:
        proposals = {one.proposal for one in contents}
        self.ours = ours
        self.layouts = layouts_of({(one.container_type, one.type_version) for one in contents})
        self.seen = proposals_among(person, proposals, ProposalAction.SEE_SAMPLES)
        self.movable = proposals_among(person, proposals, ProposalAction.HANDLE_PARCELS)

    def layout_of(self, contents: ContainerContents) -> ContainerTypeSummary | None:
        """Where the slots of a container are."""
        return self.layouts.get((contents.container_type, contents.type_version))

    def of(self, contents: ContainerContents) -> Puck:
        """A container as the person sees it."""
        movable = contents.proposal in self.movable
        return puck_of(contents, self.layout_of(contents), ours=self.ours, seen=self.seen, movable=movable)
