"""Identifiers that people see: session codes, run codes, opaque codes."""

import re
import secrets
from typing import NamedTuple

from farlight.kernel.errors import Invalid, Objection

SESSION_CODE = re.compile(r"^[a-z]{2,4}\d{1,8}-\d{1,4}\Z", re.ASCII)
"""``mx2345-7``: proposal code, a dash, the number of the session within the proposal."""

PROPOSAL_CODE = re.compile(r"^[a-z]{2,4}\d{1,8}\Z", re.ASCII)
"""``mx2345``: two to four letters for the kind of proposal, then its number."""

OPAQUE_CODE = re.compile(r"^[a-z0-9-]{1,40}$")
"""What may be an opaque code at all; anything else names nothing, and is not worth asking the database."""

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


class RunCode(NamedTuple):
    """A run, as people write it: ``mx2345-7/12``."""

    session: str
    number: int

    def __str__(self) -> str:
        return f"{self.session}/{self.number}"


def session_code(proposal: str, number: int) -> str:
    """``("mx2345", 7)`` -> ``mx2345-7``."""
    return f"{proposal}-{number}"


def run_code(session: str, number: int) -> str:
    """``("mx2345-7", 12)`` -> ``mx2345-7/12``."""
    return str(RunCode(session, number))


def parse_run_code(text: str) -> RunCode:
    """Read ``mx2345-7/12``.

    Raises
    ------
    Invalid
        When the text is not a run code; the message shows what one looks like.
    """
    session, slash, number = text.strip().partition("/")
    if not slash or not SESSION_CODE.match(session) or not re.fullmatch(r"[1-9][0-9]{0,8}", number):
        raise Invalid([Objection(message=f"{text!r} is not a run code.", mend="It looks like mx2345-7/12.")])
    return RunCode(session, int(number))


def new_opaque_id(prefix: str = "", *, length: int = 12) -> str:
    """Return a code that nobody can guess and nobody confuses: no 0, o, 1, l or i.

    Parameters
    ----------
    prefix : str
        What stands before, such as ``r-``.
    length : int
        Number of random characters; 12 carry 59 bits.
    """
    return prefix + "".join(secrets.choice(_ALPHABET) for _ in range(length))
