"""Where the files of sessions lie."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

PARTS = ("raw", "processed", "processing", "logbook")


def folder_of(*, beamline: str, start: datetime, code: str) -> Path:
    """Return ``<data>/<beamline>/<year>/<session>``; the year is that of the start in the facility's time zone."""
    year = start.astimezone(ZoneInfo(settings.TIME_ZONE)).year
    root: Path = settings.FARLIGHT_DATA_DIR
    return root / beamline / str(year) / code
