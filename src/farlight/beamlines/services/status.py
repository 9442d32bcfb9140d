"""What a beamline says of itself: kept as last known values, never as a history and never in a session's log."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from farlight.beamlines.models import ChannelState
from farlight.beamlines.types import ChannelValue


@transaction.atomic
def record_readings(*, beamline_id: int, readings: Mapping[str, ChannelValue], now: datetime) -> int:
    """Keep the values of some channels, and that the beamline was heard of; return how many were new.

    Parameters
    ----------
    readings : mapping
        Values by channel; channels that are not named keep what they have.
    """
    known = {row.channel: row for row in ChannelState.objects.filter(beamline_id=beamline_id)}
    changed = [known[name] for name, value in readings.items() if name in known and known[name].value != value]
    for row in changed:
        row.value, row.changed_at = readings[row.channel], now
    new = [
        ChannelState(beamline_id=beamline_id, channel=name, value=value, changed_at=now, heard_at=now)
        for name, value in readings.items()
        if name not in known
    ]
    ChannelState.objects.bulk_update(changed, ["value", "changed_at"])
    ChannelState.objects.bulk_create(new, ignore_conflicts=True)
    ChannelState.objects.filter(beamline_id=beamline_id).update(heard_at=now)
    return len(changed) + len(new)
