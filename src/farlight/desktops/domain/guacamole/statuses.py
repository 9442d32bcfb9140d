"""What `guacd` says when it cannot go on, in plain words.

Numbers: Guacamole manual, "Guacamole protocol reference", "Status codes".
"""

from collections.abc import Mapping

_WORDS: Mapping[int, str] = {
    512: "The Guacamole server failed. Staff find why in the log of `guacd`.",
    513: "The Guacamole server is too busy.",
    514: "The desktop's computer answers the Guacamole server too slowly.",
    515: "The desktop's computer broke its line to the Guacamole server off.",
    516: "The Guacamole server does not find what the desktop needs. Staff find what in the log of `guacd`.",
    517: "Somebody else uses the desktop's computer in a way that leaves no place for another.",
    518: "The desktop's computer ended the line.",
    519: "The Guacamole server does not reach the desktop's computer, or is not let in there: is it switched on? "
    "Staff: see `guacamole.parameters` and `guacamole.secret_files` in the facility file.",
    520: "The desktop's computer takes nobody now: its server does not run, or is full.",
    521: "Somebody logged in on the desktop's computer from elsewhere, and that ended the line.",
    522: "The desktop's computer ended the line after nothing had happened for long.",
    523: "The desktop's computer logged its user out.",
    768: "The Guacamole server does not understand the parameters. Staff: see `guacamole.parameters` in the facility "
    "file.",
    771: "The desktop's computer does not let this account in. Staff: see `guacamole.parameters` in the facility file.",
    776: "The Guacamole server heard nothing of us for long.",
    781: "The Guacamole server was told more than it takes.",
    783: "The Guacamole server does not know something that it was sent.",
    797: "The Guacamole server has too many lines open.",
}
UNAUTHORIZED, UNREACHED = "769", "519"
"""The codes for a password that is wrong or missing, and for a computer that does not let the server in."""


def words_for(code: str) -> str:
    """Return what a status code means."""
    known = _WORDS.get(int(code)) if code.isascii() and code.isdigit() else None
    return known or f"The Guacamole server ended the line, with code {code[:8]}. Staff find why in the log of `guacd`."
