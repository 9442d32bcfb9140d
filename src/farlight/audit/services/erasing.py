"""Personal data are kept no longer than the site's policy says; what was done, and when, stays."""

from datetime import datetime, timedelta

from django.db import transaction

from farlight.audit.models import Record
from farlight.audit.services.recording import record
from farlight.audit.types import AuditKind


@transaction.atomic
def erase_personal_parts(*, now: datetime, keep: timedelta) -> int:
    """Empty who, whom, from where and the details of records older than ``keep``; return how many.

    That it was done is recorded too. The chain still holds: see ``domain.chain``.
    """
    old = Record.objects.exclude(number=None).filter(erased_at=None, at__lt=now - keep)
    count = old.update(by="", about="", address="", details="{}", salt="", erased_at=now)
    if count:
        details = {"records": count, "older_than_days": keep.days}
        record(kind=AuditKind.PERSONAL_PARTS_ERASED, by="", details=details, now=now)
    return count
