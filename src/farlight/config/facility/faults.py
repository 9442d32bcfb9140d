"""How something wrong in a facility file is said."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from farlight.config.facility.positions import Path


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Something wrong at a place of the file."""

    path: Path
    message: str
    mend: str = ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Say which known word is nearly this one; else which there are, when they are few; else nothing."""
    names = sorted(set(known))
    near = get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return f"Did you mean {near[0]}?"
    few = 12
    return f"There are {', '.join(names)}." if 0 < len(names) <= few else ""


def unknown(path: Path, thing: str, name: str, known: Iterable[str]) -> Iterator[Fault]:
    """Say that a name is none of those that are known."""
    names = set(known)
    if name not in names:
        mend = did_you_mean(name, names)
        yield Fault(path=path, message=f"There is no {thing} {name!r} in this file.", mend=mend)
