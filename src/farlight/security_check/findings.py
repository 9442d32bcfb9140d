"""What probes find."""

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """How bad a finding is."""

    HIGH = "high"
    """Somebody gets at what is not theirs."""
    MEDIUM = "medium"
    """It helps somebody who found another way, or lets a mistake of a person do harm."""
    LOW = "low"
    """It tells more than it should."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that should not be so."""

    severity: Severity
    what: str
    """What was seen, as a sentence."""
    where: str
    """At which address."""
    remedy: str
    """What mends it, as a sentence."""
