"""Background jobs of processing, on the queue ``processing``; services put them there."""

from farlight.processing.services.queueing import run_processing

__all__ = ["run_processing"]
