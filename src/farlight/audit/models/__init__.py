"""The audit's rows."""

from farlight.audit.models.record import Chain, Record

__all__ = ["Chain", "Record"]
