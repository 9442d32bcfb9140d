"""Desktops of a beamline, in a facility file."""

from dataclasses import field
from typing import Annotated, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator
from pydantic.dataclasses import dataclass

from farlight.beamlines.types import ClusterPlace, DesktopDefinition, GuacamolePlace, GuacdAddress

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


_SECRET = ("password", "passphrase", "private-key", "secret")
_OURS = ("read-only", "width", "height", "dpi")

Parameter = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,63}$")]


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class GuacdEntry(GuacdAddress):
    """Where a Guacamole server listens."""

    address: Annotated[str, Field(pattern=r"^[\w.-]+:\d{1,5}$")]
    authority_file: Annotated[str, Field(pattern=r"^(/.*)?$")] = ""


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class GuacamoleEntry(GuacamolePlace):
    """A desktop that a Guacamole server reaches for us."""

    guacd: GuacdEntry
    parameters: dict[Parameter, str] = field(default_factory=dict)
    secret_files: dict[Parameter, Annotated[str, Field(pattern=r"^/.*$")]] = field(default_factory=dict)

    @model_validator(mode="after")
    def _says_no_secret(self) -> Self:
        for name in self.parameters:
            if name.endswith(_SECRET):
                raise ValueError(f"Write `{name}` into a file and name the file in `secret_files`.")
        for name in (*self.parameters, *self.secret_files):
            if name in _OURS:
                raise ValueError(f"Leave `{name}` out: Farlight says it by itself.")
        return self


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
    guacamole: GuacamoleEntry | None = None

    @model_validator(mode="after")
    def _is_in_one_place(self) -> Self:
        if bool(self.address) + (self.slurm is not None) + (self.guacamole is not None) > 1:
            message = "A desktop has an address, is a job of Slurm, or is reached by Guacamole; leave all but one out."
            raise ValueError(message)
        return self
