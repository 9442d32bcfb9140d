"""Notebooks by REST."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema, Status

from farlight.kernel.time import utc_now
from farlight.notebooks import queries
from farlight.notebooks.services import lives
from farlight.notebooks.types import NotebookPage, NotebookState, NotebookSummary
from farlight.people.public import credential_in, person_of
from farlight.people.types import Credential

router = Router(tags=["notebooks"])


class NotebookOut(Schema):
    """Somebody's notebook of a session."""

    session: str
    username: str
    state: NotebookState
    size: str
    address: str
    """Where a browser opens it; empty while it does not run."""
    reason: str
    trouble: str
    asked_at: datetime


class SizeOut(Schema):
    """Something that a notebook can be started with."""

    code: str
    name: str


class NotebookObjectionOut(Schema):
    """One thing that stands in the way."""

    message: str
    mend: str
    who: str
    link: str


class NotebookPageOut(Schema):
    """What one has, and may have, of notebooks in a session."""

    notebook: NotebookOut | None
    is_offered: bool
    allowed: bool
    until: datetime | None
    reasons: list[NotebookObjectionOut]
    sizes: list[SizeOut]


class NotebookIn(Schema):
    """What a notebook is started with."""

    size: str = ""
    """Code of a size; by default the first that the facility offers."""


@router.get("/sessions/{code}/notebook", operation_id="notebook_page", response=NotebookPageOut)
def notebook_page(request: HttpRequest, code: str) -> NotebookPage:
    """Return one's notebook of a session, and whether one may have one."""
    return queries.notebook_page(person_of(request), code, now=utc_now(), credential=_credential(request))


@router.post("/sessions/{code}/notebook", operation_id="start_notebook", response={201: NotebookOut})
def start_notebook(request: HttpRequest, code: str, body: NotebookIn) -> Status[NotebookSummary]:
    """Ask for a notebook; it can be opened when its state is `running`."""
    started = lives.start_notebook(
        session=code,
        by=person_of(request),
        now=utc_now(),
        size=body.size,
        credential=_credential(request),
        address=request.META.get("REMOTE_ADDR", ""),
    )
    return Status(201, started)


@router.delete("/sessions/{code}/notebook", operation_id="stop_notebook", response=NotebookOut)
def stop_notebook(request: HttpRequest, code: str) -> NotebookSummary:
    """End one's notebook; what was not saved is lost."""
    return lives.stop_notebook(session=code, by=person_of(request), now=utc_now())


def _credential(request: HttpRequest) -> Credential:
    return credential_in(request.headers, login=request.session.session_key)
