"""Beamlines come from the facility file."""

from django.db import transaction

from farlight.beamlines.events import BeamlineDefined
from farlight.beamlines.models import Beamline
from farlight.beamlines.queries import DEFINITION
from farlight.beamlines.types import BeamlineDefinition
from farlight.bus.public import publish
from farlight.people.types import Actor


@transaction.atomic
def define_beamline(*, definition: BeamlineDefinition, by: Actor | None = None) -> Beamline:
    """Make a beamline what its definition says. Nothing happens when it is that already."""
    body = DEFINITION.dump_python(definition, mode="json")
    row, made = Beamline.objects.get_or_create(
        code=definition.code, defaults={"name": definition.name, "definition": body}
    )
    if made or row.definition != body:
        row.name, row.definition = definition.name, body
        row.save(update_fields=["name", "definition"])
        publish(BeamlineDefined(beamline=row.code, name=row.name), by=by.username if by else "")
    return row
