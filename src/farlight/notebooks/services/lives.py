"""Notebooks are asked for, run, and end."""

from datetime import datetime

from django.db import IntegrityError, transaction

from farlight.beamtime.public import session_for
from farlight.beamtime.types import Action, SessionSummary
from farlight.bus.public import publish
from farlight.kernel.errors import Conflict, Invalid, NotFound, Objection
from farlight.kernel.ids import new_opaque_id
from farlight.leases.public import close_channel, open_channel
from farlight.leases.types import ChannelKind, Ending
from farlight.notebooks.access import definition_of_hub, own_notebooks
from farlight.notebooks.domain.states import states_before
from farlight.notebooks.events import NotebookChanged
from farlight.notebooks.models import ACTIVE, Notebook
from farlight.notebooks.queries import summary_of
from farlight.notebooks.types import NotebooksDefinition, NotebookState, NotebookSummary
from farlight.people.types import Actor, Credential

LONGEST = 300


def start_notebook(
    *,
    session: str,
    by: Actor,
    now: datetime,
    size: str = "",
    credential: Credential | None = None,
    address: str = "",
) -> NotebookSummary:
    """Ask for a notebook of a session; the keeper has the hub start it.

    Parameters
    ----------
    size : str
        Code of what it is started with; by default the first that the facility offers.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    NotAllowed
        With every reason; the refusal is recorded.
    Invalid
        When there is no such size.
    Conflict
        When there is one already.
    """
    seen, definition = session_for(by, session, Action.SEE, now), definition_of_hub()
    chosen = _chosen(size, definition)
    there = own_notebooks(by, seen.id).filter(state__in=ACTIVE).first()
    if there is not None:
        raise Conflict(_there_already(there))
    kind = ChannelKind.NOTEBOOK
    channel = open_channel(person=by, session_code=session, kind=kind, now=now, credential=credential, address=address)
    try:
        row = _made(seen, by, channel.code, chosen, now)
    except IntegrityError as error:  # asked for twice at once
        close_channel(channel.code, now=now, by=by.username)
        raise Conflict("A notebook is there already.") from error
    return summary_of(row, definition)


def _chosen(size: str, definition: NotebooksDefinition | None) -> str:
    codes = [one.code for one in definition.size] if definition else []
    if size and size not in codes:
        mend = f"It may be one of {', '.join(codes)}." if codes else "Leave it out: the hub decides."
        raise Invalid([Objection(message=f"There is no size {size!r}.", mend=mend, field="size")])
    return size or next(iter(codes), "")


def _there_already(row: Notebook) -> str:
    if row.state == NotebookState.CLOSING:
        return "The one that was there is closing: wait a moment."
    return "A notebook is there already: open it."


@transaction.atomic
def _made(session: SessionSummary, by: Actor, channel: str, size: str, now: datetime) -> Notebook:
    code = new_opaque_id("n-")
    Notebook.objects.create(code=code, session_id=session.id, person_id=by.pk, channel=channel, size=size, asked_at=now)
    row = own_notebooks(by, session.id).get(code=code)
    _tell(row, by=by.username)
    return row


def stop_notebook(*, session: str, by: Actor, now: datetime) -> NotebookSummary:
    """End one's notebook of a session; what was not saved is lost.

    Raises
    ------
    NotFound
        When the person may not know of the session, or has none there.
    """
    seen = session_for(by, session, Action.SEE, now)
    row = own_notebooks(by, seen.id).filter(state__in=ACTIVE).first()
    if row is None:
        raise NotFound
    close_channel(row.channel, now=now, why=Ending.LEFT, by=by.username)
    end_notebook(row.code, now=now, reason="", by=by.username)
    row.refresh_from_db(fields=["state", "reason"])
    return summary_of(row, definition_of_hub())


# what the keeper sees happen


def claim(code: str, *, now: datetime) -> bool:
    """Take it on oneself to have the hub start a notebook; False when another worker did."""
    rows = Notebook.objects.filter(code=code, state=NotebookState.ASKED.value, begun_at=None)
    return bool(rows.update(begun_at=now))


def unclaim(code: str) -> None:
    """Let the start be tried again."""
    Notebook.objects.filter(code=code, state=NotebookState.ASKED.value).update(begun_at=None)


def end_notebook(code: str, *, now: datetime, reason: str, by: str = "") -> None:
    """Have the keeper end a notebook at the hub."""
    _go_on(code, NotebookState.CLOSING, now=now, reason=reason, by=by)


def note_running(code: str, *, path: str, now: datetime) -> None:
    """Note where a notebook can be opened."""
    _go_on(code, NotebookState.RUNNING, now=now, path=path[:LONGEST])


def note_closed(code: str, *, now: datetime, reason: str = "") -> None:
    """Note that a notebook is gone at the hub."""
    _go_on(code, NotebookState.CLOSED, now=now, reason=reason)


def note_failed(code: str, *, now: datetime, reason: str) -> None:
    """Note that the hub did not start a notebook."""
    _go_on(code, NotebookState.FAILED, now=now, reason=reason)


@transaction.atomic
def note_trouble(code: str, trouble: str) -> None:
    """Note what the hub objected to; it is tried again."""
    rows = Notebook.objects.filter(code=code, state__in=ACTIVE).exclude(trouble=trouble[:LONGEST])
    if rows.update(trouble=trouble[:LONGEST]):
        _tell(Notebook.objects.select_related("session", "person").get(code=code))


@transaction.atomic
def _go_on(code: str, to: NotebookState, *, now: datetime, reason: str = "", path: str = "", by: str = "") -> None:
    changes: dict[str, object] = {"state": to.value, "trouble": "", "path": path}
    if reason:
        changes["reason"] = reason[:LONGEST]
    if to.is_over:
        changes["ended_at"] = now
    if Notebook.objects.filter(code=code, state__in=states_before(to)).update(**changes):
        _tell(Notebook.objects.select_related("session", "person").get(code=code), by=by)


def _tell(row: Notebook, *, by: str = "") -> None:
    changed = NotebookChanged(session=row.session.code, person=row.person.username, state=row.state, reason=row.reason)
    publish(changed, by=by)
