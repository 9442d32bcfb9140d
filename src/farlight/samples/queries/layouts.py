"""Where the slots of containers are, and which containers stand by themselves."""

from collections.abc import Collection

from farlight.samples.domain.geometry import type_from
from farlight.samples.models import Container, ContainerType, Placement
from farlight.samples.types import ContainerTypeSummary


def layouts_of(types: Collection[tuple[str, int]]) -> dict[tuple[str, int], ContainerTypeSummary]:
    """Return the layouts of versions of types, by code and version: one query for any number."""
    rows = ContainerType.objects.filter(code__in={code for code, _ in types})
    found = {(row.code, row.version): row for row in rows}
    return {key: type_from(found[key].document) for key in set(types) if key in found}


def containers_by_themselves(proposal: str) -> list[str]:
    """Return the codes of a proposal's containers that lie in no other one, by name."""
    held = Placement.objects.filter(until=None, held__isnull=False).values("held_id")
    rows = Container.objects.filter(proposal__code=proposal, is_retired=False).exclude(pk__in=held)
    return list(rows.order_by("name").values_list("code", flat=True))
