"""Which types of containers there are."""

from farlight.samples.adapters.type_files import standard_types
from farlight.samples.domain.geometry import type_from
from farlight.samples.models import ContainerType
from farlight.samples.types import ContainerTypeSummary


def offered_types() -> dict[str, ContainerTypeSummary]:
    """Return the types that a new container may have, by code: those of Farlight, and the facility's own."""
    own = ContainerType.objects.filter(is_current=True).values_list("document", flat=True)
    known = {**standard_types(), **{one.code: one for one in map(type_from, own)}}
    return {code: one for code, one in known.items() if not one.is_deprecated}
