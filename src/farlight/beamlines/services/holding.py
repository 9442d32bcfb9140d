"""Holding a beamline while something about its time is decided."""

from django.db import connection

from farlight.beamlines.models import Beamline
from farlight.kernel.errors import NotFound


def hold_beamline(beamline_id: int) -> None:
    """Let whoever else wants to hold the beamline wait until the caller's transaction ends.

    Raises
    ------
    NotFound
        When there is no such beamline.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A beamline is held in the transaction that decides about it.")
    if not Beamline.objects.select_for_update(no_key=True).filter(pk=beamline_id).values_list("pk"):
        raise NotFound
