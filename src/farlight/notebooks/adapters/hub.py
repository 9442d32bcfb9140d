"""The facility's JupyterHub, spoken with by its REST interface (hub 4 and 5).

Its token needs the scopes ``admin:users`` (who never signed on there is made known), ``list:users``, ``read:servers``
and ``servers``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import requests
from pydantic import BaseModel, Field, ValidationError

from farlight.kernel.errors import Conflict, Unavailable
from farlight.notebooks.types import ServerSeen

TIMEOUT_S = (3.05, 15.0)
"""The hub answers a start after ten seconds at the latest, whether the server is there or not."""
PAGED = "application/jupyterhub-pagination+json"
MOST_PAGES = 200
_READ = frozenset({HTTPStatus.OK})
_STARTED = frozenset({HTTPStatus.CREATED, HTTPStatus.ACCEPTED})
_GONE = frozenset({HTTPStatus.NO_CONTENT, HTTPStatus.ACCEPTED, HTTPStatus.NOT_FOUND})
_KNOWN = frozenset({HTTPStatus.CREATED, HTTPStatus.CONFLICT})
_THERE = ("already running", "pending spawn")
"""What the hub says of a server that it is to start, and has started already."""


class _Server(BaseModel):
    ready: bool = False
    url: str | None = None


class _User(BaseModel):
    name: str
    servers: dict[str, _Server] = {}


class _Next(BaseModel):
    offset: int


class _Pagination(BaseModel):
    next: _Next | None = None


class _Page(BaseModel):
    """A part of the hub's list of users, as its documentation has it."""

    items: list[_User]
    pagination: _Pagination = Field(default=_Pagination(), alias="_pagination")


class HubSilent(Unavailable):
    """The hub does not answer, or fails itself: it is asked again."""


class HubRefuses(Conflict):
    """The hub understood and refuses: asking again changes nothing."""


@dataclass(frozen=True, kw_only=True)
class Hub:
    """The facility's hub.

    Parameters
    ----------
    api : str
        Address of its REST interface.
    token : str
        Of a service of the hub.
    """

    api: str
    token: str

    def servers(self) -> dict[tuple[str, str], ServerSeen]:
        """Return all servers that run, start or stop, by person and name.

        Raises
        ------
        HubSilent, HubRefuses
        """
        return {
            (user.name, name): ServerSeen(is_ready=one.ready, path=one.url or "")
            for user in self._active_users()
            for name, one in user.servers.items()
        }

    def _active_users(self) -> Iterator[_User]:
        offset = 0
        for _ in range(MOST_PAGES):
            told = self._asked("GET", f"/users?state=active&offset={offset}", good=_READ, accept=PAGED)
            try:
                page = _Page.model_validate(told)
            except ValidationError as error:
                raise HubSilent("What answers at the hub's address is no hub of version 4 or later.") from error
            yield from page.items
            if page.pagination.next is None:
                return
            offset = page.pagination.next.offset
        raise HubSilent("The hub's list of servers has no end.")

    def start(self, user: str, server: str, options: Mapping[str, str]) -> None:
        """Tell the hub to start a server; one that is there already is well.

        Raises
        ------
        HubSilent, HubRefuses
        """
        self._asked("POST", f"/users/{_quoted(user)}", good=_KNOWN)
        self._asked("POST", _server(user, server), good=_STARTED, body=dict(options), unless=_THERE)

    def stop(self, user: str, server: str) -> None:
        """Tell the hub to stop a server; whether it is gone, ``servers`` tells.

        Raises
        ------
        HubSilent, HubRefuses
        """
        self._asked("DELETE", _server(user, server), good=_GONE)

    def forget(self, user: str, server: str) -> None:
        """Tell the hub to forget a server that is gone, so that people do not find it among theirs.

        Raises
        ------
        HubSilent, HubRefuses
        """
        self._asked("DELETE", _server(user, server), good=_GONE, body={"remove": True})

    def _asked(
        self,
        method: str,
        path: str,
        *,
        good: frozenset[HTTPStatus],
        body: dict[str, Any] | None = None,
        accept: str = "application/json",
        unless: Sequence[str] = (),
    ) -> Any:
        headers = {"Authorization": f"token {self.token}", "Accept": accept}
        try:
            answer = requests.request(
                method, f"{self.api}{path}", headers=headers, json=body, timeout=TIMEOUT_S, allow_redirects=False
            )
            told = answer.json() if "json" in answer.headers.get("Content-Type", "") else {}
        except requests.exceptions.SSLError as error:
            raise HubSilent("The hub's certificate does not hold.") from error
        except requests.JSONDecodeError as error:
            raise HubSilent("What answers at the hub's address is no hub.") from error
        except requests.RequestException as error:
            raise HubSilent("The hub does not answer.") from error
        message = str(told.get("message", "")) if isinstance(told, dict) else ""
        if answer.status_code in good or any(words in message for words in unless):
            return told
        said = f"The hub answers {answer.status_code}{': ' + message if message else ''}."
        is_passing = answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR or "pending" in message
        raise (HubSilent if is_passing or answer.status_code == HTTPStatus.TOO_MANY_REQUESTS else HubRefuses)(said)


def _server(user: str, server: str) -> str:
    return f"/users/{_quoted(user)}/servers/{_quoted(server)}"


def _quoted(name: str) -> str:
    return quote(name, safe="")
