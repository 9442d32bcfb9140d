"""Questions about beamlines."""

from datetime import datetime

from pydantic import TypeAdapter

from farlight.beamlines.domain.channels import in_order, is_shown, written
from farlight.beamlines.models import Beamline, ChannelState
from farlight.beamlines.types import BeamlineDefinition, BeamlineSummary, ChannelReading, WrittenReading
from farlight.kernel.errors import NotFound

DEFINITION: TypeAdapter[BeamlineDefinition] = TypeAdapter(BeamlineDefinition)
_SUMMARY: TypeAdapter[BeamlineSummary] = TypeAdapter(BeamlineSummary)


def summary_of(row: Beamline) -> BeamlineSummary:
    """Return a beamline as other contexts see it."""
    return _SUMMARY.validate_python({**row.definition, "id": row.pk})


def beamline(code: str) -> BeamlineSummary:
    """Return the beamline with a code.

    Raises
    ------
    NotFound
        When the facility has none.
    """
    row = Beamline.objects.filter(code=code).first()
    if row is None:
        raise NotFound(f"The facility has no beamline {code!r}.")
    return summary_of(row)


def trainings_asked(row: Beamline) -> tuple[str, ...]:
    """Return the codes of the trainings that a beamline asks for, of a row that was read along with something else."""
    return tuple(row.definition.get("trainings", ()))


def beamlines() -> list[BeamlineSummary]:
    """Every beamline, by code."""
    return [summary_of(row) for row in Beamline.objects.all()]


def channel_readings(beamline_code: str) -> list[ChannelReading]:
    """Return the last known value of each channel of a beamline: one query."""
    rows = ChannelState.objects.filter(beamline__code=beamline_code)
    return [
        ChannelReading(channel=r.channel, value=r.value, changed_at=r.changed_at, heard_at=r.heard_at) for r in rows
    ]


def readings_for(beamline_code: str, *, has_beamline: bool) -> tuple[tuple[WrittenReading, ...], datetime | None]:
    """Return what may be shown of a beamline to those who have it now or not, and when it was last heard of."""
    readings = [r for r in channel_readings(beamline_code) if is_shown(r, has_beamline=has_beamline)]
    return in_order(tuple(map(written, readings))), max((r.heard_at for r in readings), default=None)
