"""Programs of the facility that people sign on to through Farlight, in a facility file."""

from typing import Annotated

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from farlight.passports.types import ServiceDefinition


@dataclass(frozen=True, kw_only=True, config=ConfigDict(extra="forbid", use_attribute_docstrings=True))
class ServiceEntry(ServiceDefinition):
    """A program that people sign on to through Farlight (OpenID Connect)."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")]
    """What it calls itself (`client_id`); its secret is in the setting `service_secrets`."""
