"""What an event is: a frozen, keyword-only dataclass, named in the past tense."""

import dataclasses
import re
from typing import Any, ClassVar, dataclass_transform

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def kebab_case(name: str) -> str:
    """``RunStarted`` -> ``run-started``."""
    return _WORD.sub("-", name).lower()


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Event:
    """Something that happened, once.

    Subclasses only declare fields; they become frozen, keyword-only dataclasses by themselves. Fields are strings,
    numbers, booleans, None, and tuples or nested frozen dataclasses of these, so that every event has one JSON form.
    An event about a session has a field ``session`` with the session's code; others belong to the facility.
    """

    kind: ClassVar[str] = "event"
    """The name on the wire, in kebab case."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.kind = kebab_case(cls.__name__)
        dataclasses.dataclass(frozen=True, kw_only=True)(cls)

    @property
    def stream(self) -> str:
        """The log that the event is numbered in: its session's code, or the empty string for the facility's."""
        return str(getattr(self, "session", ""))
