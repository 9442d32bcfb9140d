"""What is done once a day, whichever worker comes first; all of it may be done again without harm."""

from datetime import date, datetime, timedelta

from django.conf import settings

from farlight.audit.public import erase_personal_parts
from farlight.people.public import forget_sent_forms
from farlight.recordings.public import forget_recordings
from farlight.statistics.public import freeze_years_that_are_over
from farlight.transfer.public import forget_old_transfers


class Day:
    """The day that a process did its daily things for."""

    def __init__(self) -> None:
        self.done: date | None = None

    def follow(self, *, now: datetime) -> bool:
        """Do the daily things when the day is a new one for this process; return whether it was."""
        if self.done == now.date():
            return False
        freeze_years_that_are_over(now=now)
        forget_old_transfers(now=now)
        forget_sent_forms(now=now)
        forget_recordings(now=now, keep=timedelta(days=settings.FARLIGHT_RECORDINGS_KEEP_DAYS))
        erase_personal_parts(now=now, keep=timedelta(days=settings.FARLIGHT_AUDIT_PERSONAL_DAYS))
        self.done = now.date()
        return True
