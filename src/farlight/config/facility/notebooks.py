"""The facility's JupyterHub, in a facility file."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from farlight.notebooks.types import NotebooksDefinition, SizeDefinition

_STRICT = ConfigDict(extra="forbid", use_attribute_docstrings=True)


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class SizeEntry(SizeDefinition):
    """Something that a notebook can be started with."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
    name: Annotated[str, Field(min_length=1, max_length=100)]
    """For people: `4 cores, 16 GB, one day`."""
    options: Mapping[str, str] = Field(default_factory=dict)
    """What the hub's spawner is told (its `user_options`), beside `session_folder`."""


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class NotebooksEntry(NotebooksDefinition):
    """The JupyterHub that notebooks are started at; Farlight's token there is the setting `notebooks_token`."""

    size: tuple[SizeEntry, ...] = ()
    """What people choose from; the first is taken by who chooses nothing. Without any, the hub decides."""
