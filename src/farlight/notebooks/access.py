"""The way to notebooks: one's own, through the session."""

from django.conf import settings
from django.db.models import QuerySet
from pydantic import TypeAdapter

from farlight.beamtime.types import SessionSummary
from farlight.kernel.errors import Objection
from farlight.notebooks.adapters.hub import Hub
from farlight.notebooks.models import ACTIVE, Notebook, NotebooksPolicy
from farlight.notebooks.types import NotebooksDefinition
from farlight.people.types import Actor

_ADAPTER = TypeAdapter(NotebooksDefinition)


def definition_of_hub() -> NotebooksDefinition | None:
    """Return what the facility file says of its hub; None when it has none: one query."""
    row = NotebooksPolicy.objects.filter(pk=1).first()
    return _ADAPTER.validate_python(row.settings) if row else None


def hub_of(definition: NotebooksDefinition | None) -> Hub | None:
    """Return the hub, to speak with; None without one, or without the token for it."""
    token = settings.FARLIGHT_NOTEBOOKS_TOKEN
    return Hub(api=definition.api_address, token=token) if definition and token else None


def has_notebooks() -> bool:
    """Whether the facility has a hub that notebooks can be started at."""
    return hub_of(definition_of_hub()) is not None


def objections_to_notebooks(session: SessionSummary) -> list[Objection]:  # noqa: ARG001 - the form of conditions
    """Return what keeps notebooks from everybody."""
    if has_notebooks():
        return []
    return [Objection(message="This facility has no notebooks here.", mend="Ask for them.", who="the data group")]


def own_notebooks(person: Actor, session_id: int) -> QuerySet[Notebook]:
    """Return a person's notebooks of a session, the newest first; for what has asked for the session."""
    rows = Notebook.objects.filter(person_id=person.pk, session_id=session_id).select_related("session", "person")
    return rows.order_by("-asked_at", "-pk")


def active_notebooks() -> list[Notebook]:
    """Return all that are not over, for the keeper: one query."""
    return list(Notebook.objects.filter(state__in=ACTIVE).select_related("session", "person"))
