"""The table in which many samples are declared: its columns, and the rows that it begins with."""

from typing import Any

from farlight.samples.domain.geometry import type_from
from farlight.samples.domain.techniques import Field, Technique, common_fields, text_of
from farlight.samples.models import Container, Placement
from farlight.samples.queries.pages import free_names, substance_choices


def grid_columns(technique: Technique, proposal: str) -> list[dict[str, Any]]:
    """Return the columns of a technique's table as the browser takes them, in their order."""
    offered = {
        "substance": [acronym for acronym, _ in substance_choices(proposal)],
        "container": list(
            Container.objects.filter(proposal__code=proposal, is_retired=False)
            .order_by("name")
            .values_list("name", flat=True)
        ),
    }
    folded = {group.key for group in technique.groups if group.folded}
    fields = (*common_fields(technique), *technique.fields)
    return [_column(field, offered.get(field.key, ()), is_folded=field.group in folded) for field in fields]


def _column(field: Field, offered: Any, *, is_folded: bool) -> dict[str, Any]:
    return {
        "key": field.key,
        "title": field.title,
        "kind": field.kind.value,
        "choices": list(field.choices or offered),
        "isRequired": field.required,
        "help": field.help,
        "example": text_of(field, field.example),
        "isFolded": is_folded,
    }


def grid_rows(
    technique: Technique, proposal: str, *, substance: str, container: str, count: int
) -> list[dict[str, str]]:
    """Return rows that are filled in as far as can be known: free names, free places, the technique's defaults.

    Parameters
    ----------
    technique
        Whose samples they are.
    proposal
        Code.
    substance
        Acronym; empty when it differs.
    container
        Opaque code of the container that they lie in; empty for none.
    count
        How many rows.
    """
    stem = substance or technique.nouns.sample
    names = free_names(proposal, stem, count)
    places = _free_places(proposal, container)
    defaults = {field.key: text_of(field, field.default) for field in technique.fields if field.default is not None}
    return [
        {"name": name, "substance": substance, **(places[n] if n < len(places) else {}), **defaults}
        for n, name in enumerate(names)
    ]


def _free_places(proposal: str, code: str) -> list[dict[str, str]]:
    row = Container.objects.filter(proposal__code=proposal, code=code).select_related("type").first() if code else None
    if row is None:
        return []
    taken = set(Placement.objects.filter(container=row, until=None).values_list("slot", flat=True))
    slots = type_from(row.type.document).slots
    return [{"container": row.name, "slot": slot.name} for slot in slots if slot.name not in taken]
