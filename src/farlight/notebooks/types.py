"""What other contexts see of notebooks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from farlight.kernel.errors import Objection


class NotebookState(StrEnum):
    """Where a notebook is on its way."""

    ASKED = "asked"
    RUNNING = "running"
    CLOSING = "closing"
    CLOSED = "closed"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        """Whether there is nothing of it any more."""
        return self in {NotebookState.CLOSED, NotebookState.FAILED}


@dataclass(frozen=True, kw_only=True)
class SizeDefinition:
    """Something that a notebook can be started with."""

    code: str
    name: str
    """For people: `4 cores, 16 GB, one day`."""
    options: Mapping[str, str] = field(default_factory=dict)
    """What the hub's spawner is told (its `user_options`), beside `session_folder`."""


@dataclass(frozen=True, kw_only=True)
class NotebooksDefinition:
    """The facility's JupyterHub."""

    address: str
    """Where browsers find it, `https://jupyter.example.org`."""
    api: str = ""
    """Where Farlight speaks with it; by default `/hub/api` at the same address."""
    size: tuple[SizeDefinition, ...] = ()
    """What people choose from; the first is taken by who chooses nothing. Without any, the hub decides."""

    @property
    def api_address(self) -> str:
        """Where Farlight speaks with it."""
        return (self.api or f"{self.address.rstrip('/')}/hub/api").rstrip("/")


@dataclass(frozen=True, kw_only=True)
class NotebookSummary:
    """Somebody's notebook of a session."""

    session: str
    username: str
    state: NotebookState
    size: str
    """Name of the size that it was started with; empty when there was nothing to choose."""
    address: str
    """Where a browser opens it; empty while it does not run."""
    reason: str
    """Why it is over, or ends; empty otherwise."""
    trouble: str
    """What the hub objected to last; empty when it did not."""
    asked_at: datetime


@dataclass(frozen=True, kw_only=True)
class NotebookPage:
    """What a person has, and may have, of notebooks in a session."""

    notebook: NotebookSummary | None
    """The newest of theirs; None when there never was one."""
    is_offered: bool
    """Whether the facility has a hub."""
    allowed: bool
    until: datetime | None
    """When the allowance ends by itself."""
    reasons: tuple[Objection, ...]
    """What stands in the way."""
    sizes: tuple[SizeDefinition, ...]


@dataclass(frozen=True, kw_only=True)
class ServerSeen:
    """A server at the hub, as the hub tells of it."""

    is_ready: bool
    path: str
    """Below the hub's address."""
