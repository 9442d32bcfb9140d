"""Recorded shells in a facility file: there is one to play when a demo starts."""

from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field
from pydantic.dataclasses import dataclass

from farlight.config.facility.moments import Moment

_STRICT = ConfigDict(extra="forbid", use_attribute_docstrings=True)
_When = Annotated[Moment, BeforeValidator(Moment.parse)]


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class FirstLine:
    """A line that somebody typed in a shell, and what came back."""

    typed: Annotated[str, Field(min_length=1)]
    answer: str = ""
    after_s: Annotated[float, Field(ge=0)] = 3.0
    """So long after the line before."""


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class FirstShell:
    """A shell that was recorded before the demo starts, so that there is one to play."""

    session: str
    """Code of a session of this file."""
    by: str
    """Login name."""
    computer: str
    """Name of a computer of the session's beamline."""
    began: _When
    welcome: str = ""
    """What the computer said first."""
    prompt: str = "$ "
    line: tuple[FirstLine, ...]
