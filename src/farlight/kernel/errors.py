"""The errors that cross package borders.

::

    FarlightError
    ├── NotFound      it does not exist, or this person may not know that it does
    ├── NotAllowed    it is seen, but may not be done: every reason is listed
    ├── Conflict      it cannot be done in the present state
    ├── Invalid       what was asked for is wrong: every objection is listed
    └── Unavailable   something that is needed does not answer; trying again later may help
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Objection:
    """One thing that stands in the way, said so that someone can act on it."""

    message: str
    """What is wrong, as a sentence."""
    mend: str = ""
    """What to do about it, as a sentence."""
    who: str = ""
    """Who can mend it: a role or a name; empty when it is the reader."""
    field: str = ""
    """The field of the form or request that it is about."""
    link: str = ""
    """Where it can be mended: a path of this site."""
    comes_back: bool = False
    """Whether the page there leads back to where one was, when ``?next=`` says where."""

    def __str__(self) -> str:
        return f"{self.message} {self.mend}".strip()


class FarlightError(Exception):
    """An error with a sentence for people."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(FarlightError):  # noqa: N818 - the house names the condition, not the class of thing
    """There is no such thing, as far as this person may know."""

    def __init__(self, message: str = "There is nothing here, or it is not yours to see.") -> None:
        super().__init__(message)


class NotAllowed(FarlightError):  # noqa: N818 - as above
    """The person sees the thing but may not do this to it now."""

    def __init__(self, reasons: Sequence[Objection]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(map(str, self.reasons)))


class Conflict(FarlightError):  # noqa: N818 - as above
    """The thing is in a state in which this cannot be done."""


class Invalid(FarlightError):  # noqa: N818 - as above
    """What was asked for is wrong; all objections at once."""

    def __init__(self, objections: Sequence[Objection]) -> None:
        self.objections = tuple(objections)
        super().__init__(" ".join(map(str, self.objections)))


class Unavailable(FarlightError):  # noqa: N818 - as above
    """Something this needs does not answer at the moment."""
