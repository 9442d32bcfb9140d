"""What the programs of a beamline are called, and who looks after them."""

import re
from collections.abc import Collection

from farlight.kernel.errors import Objection
from farlight.people.types import Role, RoleGrantSummary

LONGEST_NAME = 40
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9 -]*")


def login_of(beamline: str, name: str) -> str:
    """Return the login name under which what a program does is recorded: ``machine.id30.puck-loader``."""
    return f"machine.{beamline}.{'-'.join(name.lower().split())}"


def objections_to_name(name: str) -> tuple[Objection, ...]:
    """What is wrong with the name of a program."""
    if not name.strip():
        return (Objection(message="The program has no name.", mend="Say what it is.", field="label"),)
    if len(name.strip()) > LONGEST_NAME or not _NAME.fullmatch(name.strip()):
        mend = f"Up to {LONGEST_NAME} letters, digits, blanks and dashes; a letter first."
        return (Objection(message="The name cannot be used.", mend=mend, field="label"),)
    return ()


def looks_after(grants: Collection[RoleGrantSummary], beamline: str) -> bool:
    """Whether somebody with these roles looks after the programs of a beamline."""
    here = [grant.role for grant in grants if grant.beamline in {"", beamline}]
    return Role.ADMINISTRATOR in here or Role.BEAMLINE_SCIENTIST in here
