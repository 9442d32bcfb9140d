"""Background jobs of transfer, services put them into their queues."""

from farlight.transfer.services.queueing import compute_checksums, step_with_globus

__all__ = ["compute_checksums", "step_with_globus"]
