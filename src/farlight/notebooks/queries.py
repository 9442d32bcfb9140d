"""Questions about notebooks."""

from datetime import datetime

from farlight.beamtime.public import session_for
from farlight.beamtime.types import Action
from farlight.leases.public import lease_of
from farlight.leases.types import ChannelKind
from farlight.notebooks.access import definition_of_hub, hub_of, own_notebooks
from farlight.notebooks.domain.hubs import way_to
from farlight.notebooks.models import Notebook
from farlight.notebooks.types import NotebookPage, NotebooksDefinition, NotebookState, NotebookSummary
from farlight.people.types import Actor, Credential


def notebook_page(person: Actor, session: str, *, now: datetime, credential: Credential | None = None) -> NotebookPage:
    """Return a person's notebook of a session, and whether they may have one.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    seen, definition = session_for(person, session, Action.SEE, now), definition_of_hub()
    row = own_notebooks(person, seen.id).first()
    lease = lease_of(person, session, now, credential).channels[ChannelKind.NOTEBOOK]
    return NotebookPage(
        notebook=summary_of(row, definition) if row else None,
        is_offered=hub_of(definition) is not None,
        allowed=lease.allowed,
        until=lease.until,
        reasons=lease.reasons,
        sizes=definition.size if definition else (),
    )


def summary_of(row: Notebook, definition: NotebooksDefinition | None) -> NotebookSummary:
    """Return a notebook as others see it."""
    state = NotebookState(row.state)
    runs = definition is not None and state is NotebookState.RUNNING
    names = {size.code: size.name for size in definition.size} if definition else {}
    return NotebookSummary(
        session=row.session.code,
        username=row.person.username,
        state=state,
        size=names.get(row.size, row.size),
        address=way_to(definition, row.path) if definition and runs else "",
        reason=row.reason,
        trouble=row.trouble,
        asked_at=row.asked_at,
    )
