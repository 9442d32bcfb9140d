"""People for tests."""

from farlight.people.public import register_person, set_roles
from farlight.people.types import Role, RoleGrantSummary


def make_person(username="ada", *roles, beamline=""):
    """Somebody with an account; the roles hold at the beamline, or everywhere."""
    person = register_person(
        username=username, email=f"{username}@example.org", given_name=username.capitalize(), family_name="Tester"
    )
    if roles:
        set_roles(person=person, roles=tuple(RoleGrantSummary(role=Role(r), beamline=beamline) for r in roles))
    return person
