"""People's rows."""

from farlight.people.models.institute import Institute
from farlight.people.models.person import Person, RoleGrant
from farlight.people.models.token import ApiToken

__all__ = ["ApiToken", "Institute", "Person", "RoleGrant"]
