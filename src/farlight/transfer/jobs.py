"""Background jobs of transfer, on the queue ``processing``; services put them there."""

from farlight.transfer.services.queueing import compute_checksums

__all__ = ["compute_checksums"]
