"""Desktops of a beamline, in a facility file."""

from typing import Annotated, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator
from pydantic.dataclasses import dataclass

from farlight.beamlines.types import ClusterPlace, DesktopDefinition

_STRICT = ConfigDict(extra="forbid", use_attribute_docstrings=True)


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class ClusterEntry(ClusterPlace):
    """What a desktop that is a job of Slurm asks of the cluster."""

    partition: Annotated[str, Field(pattern=r"^[\w.,-]*$")] = ""
    cpus: Annotated[int, Field(ge=1, le=1024)] = 2
    memory_gib: Annotated[int, Field(ge=1, le=65536)] = 8
    hours: Annotated[int, Field(ge=1, le=720)] = 8
    folder: Annotated[str, Field(pattern=r"^(/[^\s%\\]*)?$")] = ""
    options: tuple[Annotated[str, Field(pattern=r"^--[a-z][a-z-]*(=\S+)?$")], ...] = ()


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class DesktopEntry(DesktopDefinition):
    """A desktop that sessions of the beamline may have: started here or as a job of Slurm, or there already."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,19}$")]
    name: Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
    width_px: Annotated[int, Field(ge=320, le=7680)] = 1280
    height_px: Annotated[int, Field(ge=240, le=4320)] = 800
    max_rate_hz: Annotated[int, Field(ge=1, le=60)] = 30
    address: Annotated[str, Field(pattern=r"^([\w.-]+:\d{1,5})?$")] = ""
    slurm: ClusterEntry | None = None

    @model_validator(mode="after")
    def _is_in_one_place(self) -> Self:
        if self.address and self.slurm is not None:
            raise ValueError("A desktop has an address, or it is a job of Slurm; leave one of the two out.")
        return self
