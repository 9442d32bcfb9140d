"""Questions about beamlines."""

from pydantic import TypeAdapter

from farlight.beamlines.models import Beamline
from farlight.beamlines.types import BeamlineDefinition, BeamlineSummary
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


def beamlines() -> list[BeamlineSummary]:
    """Every beamline, by code."""
    return [summary_of(row) for row in Beamline.objects.all()]
