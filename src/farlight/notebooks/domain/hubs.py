"""What may be declared of a hub, and addresses at it."""

from urllib.parse import quote, urlsplit

from farlight.kernel.errors import Objection
from farlight.notebooks.types import NotebooksDefinition

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def objections_to_hub(definition: NotebooksDefinition) -> tuple[Objection, ...]:
    """Everything that is wrong with what the facility file says of its hub."""
    found = [
        Objection(
            message=f"The hub cannot be reached safely at {address}.",
            mend="It is an https:// address without a query; http:// only on this machine itself.",
        )
        for address in (definition.address, definition.api)
        if address and not _is_safe(address)
    ]
    codes = [size.code for size in definition.size]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    found += [Objection(message=f"Two sizes are called {code}.", mend="Give each a code of its own.") for code in twice]
    return tuple(found)


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    is_near = parts.scheme == "http" and parts.hostname in LOOPBACK
    is_plain = parts.username is None and not parts.query and not parts.fragment
    return bool(parts.hostname) and is_plain and (parts.scheme == "https" or is_near)


def hub_name(username: str) -> str:
    """Return how the hub calls a person: it writes all names in small letters."""
    return username.lower()


def way_to(definition: NotebooksDefinition, path: str) -> str:
    """Return where a browser opens a server, from the path that the hub told; empty when that leads elsewhere."""
    parts = urlsplit(path)
    is_path = path.startswith("/") and not path.startswith("//") and not parts.scheme and not parts.netloc
    base = urlsplit(definition.address)
    return f"{base.scheme}://{base.netloc}{quote(parts.path, safe='/@~%')}" if is_path else ""
