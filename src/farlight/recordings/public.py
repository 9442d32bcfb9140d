"""The door of recordings."""

from farlight.recordings.adapters.files import RecordingFile
from farlight.recordings.domain.asciicast import Terminal, Transcript
from farlight.recordings.queries import has_recordings, verified
from farlight.recordings.services.making import (
    begin_recording,
    end_recording,
    forget_recordings,
    keep_recordings,
    seal_recording,
)

__all__ = [
    "RecordingFile",
    "Terminal",
    "Transcript",
    "begin_recording",
    "end_recording",
    "forget_recordings",
    "has_recordings",
    "keep_recordings",
    "seal_recording",
    "verified",
]
