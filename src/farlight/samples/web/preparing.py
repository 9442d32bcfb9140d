"""What the three questions before a table make: a substance and a container, where they are new."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from django.db import transaction

from farlight.kernel.errors import Conflict, Invalid, Objection
from farlight.people.types import Actor
from farlight.samples.queries.named import container_named
from farlight.samples.services.containers import register_container
from farlight.samples.services.registration import register_substance
from farlight.samples.types import SubstanceDetails, SubstanceKind
from farlight.samples.web.forms.preparing import NEW, PrepareForm

KINDS = {"protein": SubstanceKind.PROTEIN, "macromolecule": SubstanceKind.PROTEIN, "phase": SubstanceKind.POWDER_PHASE}
"""What a new substance is, by what people of the technique call it."""


@transaction.atomic
def prepare(form: PrepareForm, proposal: str, *, by: Actor) -> dict[str, str]:
    """Make what is new, and return what the table is to be asked for with.

    Raises
    ------
    Invalid
        With everything that is wrong, each at its field.
    """
    objections: list[Objection] = []
    substance = form.said("substance")
    if substance == NEW:
        objections += _objections_of(lambda: _substance(form, proposal, by), {"name": "substance_name"}, "acronym")
        substance = form.said("acronym")
    container = form.said("container")
    if container == NEW:
        objections += _objections_of(
            lambda: _container(form, proposal, by), {"name": "container_name"}, "container_name"
        )
    if objections:
        raise Invalid(objections)
    if container == NEW:
        row = container_named(proposal, form.said("container_name"))
        container = row.code if row else ""
    asked = {"substance": "" if substance == "none" else substance, "container": container, "count": str(form.count())}
    return {key: value for key, value in asked.items() if value}


def _substance(form: PrepareForm, proposal: str, by: Actor) -> None:
    kind = KINDS.get(form.technique.nouns.substance, SubstanceKind.OTHER)
    name = form.said("substance_name") or form.said("acronym")
    register_substance(
        proposal=proposal, acronym=form.said("acronym"), name=name, details=SubstanceDetails(kind=kind), by=by
    )


def _container(form: PrepareForm, proposal: str, by: Actor) -> None:
    name, container_type = form.said("container_name"), form.said("container_type")
    register_container(proposal=proposal, name=name, container_type=container_type, by=by)


def _objections_of(act: Callable[[], None], fields: Mapping[str, str], at: str) -> list[Objection]:
    """Do something; return what is objected to, at the fields of this form."""
    try:
        with transaction.atomic():
            act()
    except Invalid as refusal:
        return [replace(one, field=fields.get(one.field, one.field)) for one in refusal.objections]
    except Conflict as refusal:
        return [Objection(message=refusal.message, field=at)]
    return []
