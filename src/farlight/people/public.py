"""The door of people."""

from farlight.people.authentication import ApiKeyOrSession, ApiKeyOrSessionAsync, person_of
from farlight.people.queries import is_active, person_named, person_with_key, roles_of, summary_of
from farlight.people.services.accounts import lock_person, register_person, set_roles, unlock_person
from farlight.people.services.details import correct_person, give_shared_password
from farlight.people.services.institutes import register_institute
from farlight.people.services.tokens import issue_token, revoke_token

__all__ = [
    "ApiKeyOrSession",
    "ApiKeyOrSessionAsync",
    "correct_person",
    "give_shared_password",
    "is_active",
    "issue_token",
    "lock_person",
    "person_named",
    "person_of",
    "person_with_key",
    "register_institute",
    "register_person",
    "revoke_token",
    "roles_of",
    "set_roles",
    "summary_of",
    "unlock_person",
]
