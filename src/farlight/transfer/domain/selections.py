"""Files that somebody chose to take together."""

from base64 import b32encode
from collections.abc import Sequence
from hashlib import sha256

from farlight.kernel.errors import Objection

MOST_NAMES = 10_000
"""A selection holds so many names; a folder counts as one."""
LONGEST_NAME = 4096
_CODE_LENGTH = 16


def tidied(names: Sequence[str]) -> tuple[str, ...]:
    """Return names once each, in order, without those that lie in a folder that was chosen too."""
    chosen = sorted({name.strip("/") for name in names})
    folders = set(chosen)
    return tuple(name for name in chosen if not folders_of(name) & folders)


def folders_of(name: str) -> set[str]:
    """Return the folders that a file or folder lies in, the outermost as well."""
    parts = name.split("/")
    return {"/".join(parts[:depth]) for depth in range(1, len(parts))}


def code_of(session: str, run: int | None, names: Sequence[str]) -> str:
    """Return the code of a selection: the same files have the same one, so that their archive has one address."""
    digest = sha256(repr((session, run, tuple(names))).encode("utf-8", "surrogatepass")).digest()
    return b32encode(digest).decode().lower()[:_CODE_LENGTH]


def objections_to(names: Sequence[str]) -> list[Objection]:
    """Say everything that is wrong with a selection."""
    found = []
    if not names or names == ("",):
        found.append(Objection(message="Nothing is chosen.", mend="Tick files or folders first.", field="names"))
    if len(names) > MOST_NAMES:
        message = f"These are {len(names)} files; one selection holds {MOST_NAMES}."
        found.append(Objection(message=message, mend="Choose their folder.", field="names"))
    if any(len(name) > LONGEST_NAME for name in names):
        found.append(Objection(message="A name is longer than any file's.", field="names"))
    return found
