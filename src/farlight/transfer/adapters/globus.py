"""Globus, spoken with by its own library: groups, guest collections, and who may read them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

import globus_sdk
from globus_sdk.scopes import AuthScopes, GCSCollectionScopes, GCSEndpointScopes, GroupsScopes, TransferScopes

from farlight.kernel.errors import Unavailable
from farlight.transfer.types import GlobusDefinition

T = TypeVar("T")
ASKED_AT_ONCE = 100
"""Globus looks up so many identities in one request."""


class GlobusUnavailable(Unavailable):
    """Globus refuses, or does not answer."""


@dataclass(frozen=True)
class Globus:
    """The facility's application at Globus.

    Parameters
    ----------
    definition : GlobusDefinition
        What the facility file says.
    secret : str
        The application's secret.
    """

    definition: GlobusDefinition
    secret: str

    def new_group(self, session: str) -> str:
        """Make the group of a session; return its identifier."""
        manager = globus_sdk.GroupsManager(self._groups())
        made = _asked(lambda: manager.create_group(f"Farlight {session}", f"Who may read the files of {session}."))
        return str(made["id"])

    def new_collection(self, session: str, folder: str) -> str:
        """Make the guest collection of a session on its folder; return its identifier."""
        root = self.definition.collection_root.rstrip("/")
        document = globus_sdk.GuestCollectionDocument(
            mapped_collection_id=self.definition.mapped_collection,
            collection_base_path=f"{root}/{folder}/",
            display_name=f"Farlight {session}",
            public=False,
        )
        client = globus_sdk.GCSClient(self.definition.gcs_address, authorizer=self._authorizer(self._gcs_scopes()))
        return str(_asked(lambda: client.create_collection(document))["id"])

    def let_group_read(self, group: str, collection: str) -> None:
        """Give a group the right to read a collection: one rule a session, however many people."""
        client = globus_sdk.TransferClient(authorizer=self._authorizer([TransferScopes.all]))
        rule = {"DATA_TYPE": "access", "principal_type": "group", "principal": group, "path": "/", "permissions": "r"}
        _asked(lambda: client.add_endpoint_acl_rule(collection, rule))

    def members(self, group: str) -> set[str]:
        """Return the identities of the plain members of a group; the application itself is its administrator."""
        found = _asked(lambda: self._groups().get_group(group, include="memberships"))
        return {str(one["identity_id"]) for one in found.get("memberships", []) if one["role"] == "member"}

    def identities(self, logins: Iterable[str]) -> set[str]:
        """Return the identities of people by their login names; who never signed on to Globus gets one."""
        names = [f"{login}@{self.definition.identity_domain}" for login in sorted(logins)]
        client = globus_sdk.AuthClient(authorizer=self._authorizer([AuthScopes.view_identities]))
        found: set[str] = set()
        for first in range(0, len(names), ASKED_AT_ONCE):
            some = names[first : first + ASKED_AT_ONCE]
            answer = _asked(lambda some=some: client.get_identities(usernames=some, provision=True))  # type: ignore[misc]
            found |= {str(one["id"]) for one in answer["identities"]}
        return found

    def add(self, group: str, identity: str) -> None:
        """Put somebody into a group."""
        _asked(lambda: globus_sdk.GroupsManager(self._groups()).add_member(group, identity))

    def remove(self, group: str, identity: str) -> None:
        """Take somebody out of a group."""
        _asked(lambda: globus_sdk.GroupsManager(self._groups()).remove_member(group, identity))

    def _groups(self) -> globus_sdk.GroupsClient:
        return globus_sdk.GroupsClient(authorizer=self._authorizer([GroupsScopes.all]))

    def _gcs_scopes(self) -> list[globus_sdk.Scope]:
        endpoint = self.definition.mapped_collection
        manage = GCSEndpointScopes(endpoint).manage_collections
        return [manage.with_dependency(GCSCollectionScopes(endpoint).data_access)]

    def _authorizer(self, scopes: list[globus_sdk.Scope]) -> globus_sdk.ClientCredentialsAuthorizer:
        client = globus_sdk.ConfidentialAppAuthClient(self.definition.client_id, self.secret)
        return _asked(lambda: globus_sdk.ClientCredentialsAuthorizer(client, scopes))


def _asked(question: Callable[[], T]) -> T:
    """Ask Globus; what it objects to is named in the house's words."""
    try:
        return question()
    except globus_sdk.GlobusAPIError as error:
        raise GlobusUnavailable(f"Globus answers {error.http_status}: {error.message}.") from error
    except globus_sdk.NetworkError as error:
        raise GlobusUnavailable("Globus does not answer.") from error
