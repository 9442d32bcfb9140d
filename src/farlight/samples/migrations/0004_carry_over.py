"""What was entered by the old model gets its place in the new one: pieces, slots, ends of placements, profiles."""

from django.db import migrations
from django.utils.timezone import now as moment

from farlight.kernel.ids import new_opaque_id
from farlight.samples.adapters.type_files import standard_types
from farlight.samples.domain.geometry import document_of
from farlight.samples.domain.hazards import content_hash
from farlight.samples.types import HazardDeclaration


def carry_over(apps, schema_editor):  # noqa: ARG001 - Django's signature
    """Fill what the new model needs, from what the old one knew."""
    _containers(apps)
    _substances(apps)
    _samples(apps)
    _placements(apps)


def _containers(apps):
    Container, ContainerType = apps.get_model("samples", "Container"), apps.get_model("samples", "ContainerType")
    rows = Container.objects.filter(type=None)
    if not rows.exists():
        return
    puck = standard_types()["unipuck"]
    kind = ContainerType.objects.create(
        code=puck.code,
        version=puck.version,
        title=puck.title,
        form_factor=puck.form_factor,
        document=document_of(puck),
    )
    for row in rows:
        row.name, row.code, row.type = row.code, new_opaque_id("c-", length=10), kind
        row.save()


def _substances(apps):
    Substance, Profile = apps.get_model("samples", "Substance"), apps.get_model("samples", "HazardProfile")
    taken = set()
    for row in Substance.objects.filter(code=None).order_by("pk"):
        row.acronym = _free(row.proposal_id, row.acronym, taken)
        row.code = new_opaque_id(length=10)
        declaration, identity = HazardDeclaration(is_harmless=row.hazard == "green"), {"name": row.name, "kind": "other"}
        row.counting_profile = Profile.objects.create(
            substance=row,
            version=1,
            state="approved",
            declaration=vars(declaration),
            identity=identity,
            content_hash=content_hash(declaration, identity),
            submitted_at=moment(),
            decided_at=moment(),
            decision="facility_file",
            hazard=row.hazard,
            reason="It was entered before there were hazard profiles.",
        )
        row.save()


def _free(proposal, acronym, taken):
    """Return an acronym that no other one of the proposal equals but for capitals."""
    found, number = acronym, 1
    while (proposal, found.casefold()) in taken:
        number += 1
        found = f"{acronym[:36]}-{number}"
    taken.add((proposal, found.casefold()))
    return found


def _samples(apps):
    Sample, Specimen = apps.get_model("samples", "Sample"), apps.get_model("samples", "Specimen")
    for row in Sample.objects.filter(declared_at=None):
        oldest = row.placements.order_by("since").values_list("since", flat=True).first()
        row.declared_at = oldest or moment()
        row.save()
        Specimen.objects.create(
            code=new_opaque_id("s-", length=10), sample=row, number=1, state_since=row.declared_at, mount="pin"
        )


def _placements(apps):
    Placement, Specimen = apps.get_model("samples", "Placement"), apps.get_model("samples", "Specimen")
    pieces = dict(Specimen.objects.values_list("sample_id", "pk"))
    later = {}
    for row in Placement.objects.filter(specimen=None, held=None).order_by("-since", "-pk"):
        row.specimen_id, row.slot = pieces[row.sample_id], str(row.position)
        row.until = None if row.is_current else later.get(row.sample_id, row.since)
        later[row.sample_id] = row.since
        row.save()


class Migration(migrations.Migration):
    """Between the new rows and the new rules."""

    dependencies = [("samples", "0003_beside_the_old")]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
