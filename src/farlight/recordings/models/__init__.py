"""The rows of recordings."""

from farlight.recordings.models.recording import Recording

__all__ = ["Recording"]
