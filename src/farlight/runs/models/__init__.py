"""Runs' rows."""

from farlight.runs.models.run import Run, Snapshot
from farlight.runs.models.series import SeriesChunk

__all__ = ["Run", "SeriesChunk", "Snapshot"]
