"""How files leave the facility, in a facility file."""

from typing import Annotated

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from farlight.transfer.types import GlobusDefinition, TransferDefinition

_STRICT = ConfigDict(extra="forbid", use_attribute_docstrings=True)
Identifier = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class GlobusEntry(GlobusDefinition):
    """How Globus is spoken with."""

    client_id: Identifier
    """Of the application that is registered with Globus; its secret is the setting ``globus_secret``."""
    mapped_collection: Identifier
    """Identifier of the collection that holds the facility's data."""


@dataclass(frozen=True, kw_only=True, config=_STRICT)
class TransferEntry(TransferDefinition):
    """How files leave the facility."""

    https_most_bytes: Annotated[int, Field(gt=0)] | None = None
    """An archive that is larger is not sent by HTTPS; without it every one is."""
    globus_above_bytes: Annotated[int, Field(gt=0)] = 20_000_000_000
    """Above this Globus is the way that is named first, where there is one."""
    sftp_port: Annotated[int, Field(gt=0, lt=65536)] = 22
    globus: GlobusEntry | None = None
    """Without it there is no Globus."""
