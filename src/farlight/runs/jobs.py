"""Background jobs of runs, on the queue ``analysis``; services put them there."""

from farlight.runs.services.queueing import analyse_run, average_run, examine_run, pack_run

__all__ = ["analyse_run", "average_run", "examine_run", "pack_run"]
