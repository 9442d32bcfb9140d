"""Run numbers."""

from django.db import connection
from django.db.models import F

from farlight.beamtime.models import Session
from farlight.kernel.errors import NotFound


def begin_run(session_code: str) -> int:
    """Give out the next run number of a session, in the caller's transaction: 1, 2, 3 … without gaps.

    Raises
    ------
    NotFound
        When there is no such session.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A run number is given out in the transaction that uses it.")
    if not Session.objects.filter(code=session_code).update(runs_begun=F("runs_begun") + 1):
        raise NotFound
    return Session.objects.values_list("runs_begun", flat=True).get(code=session_code)
