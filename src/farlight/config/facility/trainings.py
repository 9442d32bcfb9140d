"""Trainings in a facility file: which there are, and who took them."""

from typing import Annotated

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from farlight.safety.types import TrainingDefinition

_STRICT = ConfigDict(extra="forbid", use_attribute_docstrings=True)


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class TrainingEntry(TrainingDefinition):
    """Something that people are taught before they work at a beamline that names it under ``trainings``."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
    name: Annotated[str, Field(min_length=1, max_length=100)]
    link: Annotated[str, Field(pattern=r"^((https?:/)?/\S{1,190})?$")] = ""
    lasts_days: Annotated[int, Field(ge=1, le=36500)] | None = None
    """How long it counts, for who writes it down; nothing is proposed unless said."""
