"""File names: as people see them, and as headers carry them."""

import re
from urllib.parse import quote

_UNSAFE_IN_QUOTES = re.compile(r'[^\x20-\x7e]|["\\/%]')


def shown_name(name: str) -> str:
    r"""Write a name so that it can stand in a page, an address and JSON.

    Control characters, other unprintable ones and bytes that are not UTF-8 become escapes such as ``\x0a``.

    Parameters
    ----------
    name : str
        As Python reads it from a folder: undecodable bytes are lone surrogates (PEP 383).
    """
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def is_hidden(name: str) -> bool:
    """Whether an entry is what programs keep for themselves (locks, caches), not anybody's data: ``.lock``."""
    return name.startswith(".")


def is_possible_name(name: str) -> bool:
    """Whether a name can be that of an entry of a folder: not empty, not a step aside or up, no separator, no NUL."""
    try:
        name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return name not in {"", ".", ".."} and "/" not in name and "\0" not in name


def content_disposition(name: str, *, inline: bool) -> str:
    """Value of the header ``Content-Disposition``: a plain name for old clients, the true one beside (RFC 6266).

    Parameters
    ----------
    name : str
        The file's own name, as ``shown_name`` gives it.
    inline : bool
        True to show it in the browser, False to save it.
    """
    kind = "inline" if inline else "attachment"
    plain = _UNSAFE_IN_QUOTES.sub("_", name)
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
