"""What a proposal has, as sheets are held against it: a constant number of queries for any number of samples."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import F, Q, QuerySet

from farlight.samples.adapters.type_files import standard_types
from farlight.samples.domain.geometry import type_from
from farlight.samples.domain.sheets.known import Known, KnownContainer, KnownSample, KnownType
from farlight.samples.models import Container, ContainerType, Placement, Sample, Specimen, SpecimenBarcode, Substance
from farlight.samples.queries.techniques import current_techniques
from farlight.samples.types import ContainerTypeSummary, SpecimenState

_AT_HOME = frozenset({SpecimenState.DECLARED.value, SpecimenState.APPROVED.value, SpecimenState.REFUSED.value})
"""While a piece is in one of these, a sheet may change it."""
_NOT_YOURS = ""
"""Stands for the name of what another group has put somewhere."""


def known_of(proposal: str) -> Known:
    """Return what a proposal has, and what containers there are for it to fill."""
    types = current_types()
    containers, keys = _containers(proposal, types)
    samples = _samples(proposal)
    techniques = Counter(sample.technique for sample in samples.values() if sample.technique)
    return Known(
        proposal=proposal,
        substances=tuple(Substance.objects.filter(proposal__code=proposal).values_list("acronym", flat=True)),
        samples=samples,
        containers=containers,
        taken=_taken(proposal, keys),
        types=types,
        usual_technique=techniques.most_common(1)[0][0] if techniques else _technique_by(containers.values()),
    )


def _technique_by(containers: Iterable[KnownContainer]) -> str:
    """Return the technique that most containers are made for; empty while there are none."""
    types = [container.type for container in containers]
    fitting = {
        technique.code: sum(code in technique.containers for code in types)
        for technique in current_techniques().values()
    }
    best = max(fitting, key=lambda code: fitting[code], default="")
    return best if fitting.get(best) else ""


def fillable_containers(proposal: str) -> QuerySet[Container]:
    """Return the containers that a sheet of a proposal may fill: those that the facility lends, then its own ones."""
    lent = Q(proposal=None, is_registered=True, type__code__in=_usual_types())
    own = Q(proposal__code=proposal)
    return Container.objects.filter(own | lent).order_by(F("proposal").desc(nulls_first=True))


def _usual_types() -> set[str]:
    return {code for technique in current_techniques().values() for code in technique.containers}


def current_types() -> dict[str, KnownType]:
    """Return every type of container that may be used now, by code; of two versions the newer one."""
    rows = ContainerType.objects.filter(is_current=True).values_list("document", flat=True)
    every = dict(standard_types())
    for one in map(type_from, rows):
        if one.code not in every or every[one.code].version <= one.version:
            every[one.code] = one
    return {code: _type_of(one) for code, one in every.items() if not one.is_deprecated}


def _type_of(summary: ContainerTypeSummary) -> KnownType:
    return KnownType(
        code=summary.code,
        title=summary.title,
        slots=tuple(slot.name for slot in summary.slots),
        form_factor=summary.form_factor,
        accepts={slot.name: slot.accepts for slot in summary.slots if slot.accepts},
    )


def _containers(proposal: str, types: Mapping[str, KnownType]) -> tuple[dict[str, KnownContainer], set[int]]:
    """Containers by their names in lower case, and the keys of their rows; the proposal's own count before others."""
    rows = fillable_containers(proposal).values_list("pk", "name", "type_id", "type__code", "is_retired")
    keys = {name.casefold(): key for key, name, *_ in rows}
    of_old_types = _layouts({type_key for _, _, type_key, *_ in rows}, types)
    away = _away(proposal)
    held = Placement.objects.filter(until=None, held__in=fillable_containers(proposal))
    outer = {key: place for key, *place in held.values_list("held_id", "container__name", "slot")}
    found = {}
    for key, name, type_key, code, is_retired in rows:
        around, slot = outer.get(key, ("", ""))
        found[name.casefold()] = KnownContainer(
            name=name,
            type=code,
            layout=of_old_types.get(type_key),
            outer=around,
            outer_slot=slot,
            is_open=not is_retired and key not in away,
        )
    return found, set(keys.values())


def _layouts(keys: set[int], types: Mapping[str, KnownType]) -> dict[int, KnownType]:
    """Return the layouts of older versions, and of types that are used no more, by the keys of their rows."""
    rows = ContainerType.objects.filter(pk__in=keys).values_list("pk", "document")
    found = {key: _type_of(type_from(document)) for key, document in rows}
    return {key: one for key, one in found.items() if types.get(one.code) != one}


def _away(proposal: str) -> set[int]:
    """Keys of containers with anything in them that has left home."""
    rows = Placement.objects.filter(container__in=fillable_containers(proposal), until=None, specimen__isnull=False)
    return set(rows.exclude(specimen__state__in=_AT_HOME).values_list("container_id", flat=True))


def _taken(proposal: str, keys: set[int]) -> dict[tuple[str, str], str]:
    rows = Placement.objects.filter(container__in=fillable_containers(proposal), until=None)
    sample = ("specimen__sample__name", "specimen__sample__proposal__code")
    about = ("container_id", "container__name", "slot", *sample, "held__name", "held__proposal__code")
    return {
        (container.casefold(), slot): (name or held) if proposal in {whose, holder} else _NOT_YOURS
        for key, container, slot, name, whose, held, holder in rows.values_list(*about)
        if key in keys
    }


def _samples(proposal: str) -> dict[str, KnownSample]:
    of_proposal = Q(sample__proposal__code=proposal)
    states, first = _pieces(of_proposal)
    places = {
        specimen: (container, slot)
        for specimen, container, slot in Placement.objects.filter(
            until=None, specimen__sample__proposal__code=proposal
        ).values_list("specimen_id", "container__name", "slot")
    }
    barcodes: dict[int, list[str]] = defaultdict(list)
    for sample, text in SpecimenBarcode.objects.filter(specimen__sample__proposal__code=proposal).values_list(
        "specimen__sample_id", "text"
    ):
        barcodes[sample].append(text)
    rows = Sample.objects.filter(proposal__code=proposal).values_list(
        "pk", "code", "name", "substance__acronym", "technique", "comment", "role", "values"
    )
    found = {}
    for key, code, name, acronym, technique, comment, role, values in rows:
        container, slot = places.get(first.get(key, 0), ("", ""))
        found[name] = KnownSample(
            code=code,
            name=name,
            acronym=acronym or "",
            is_movable=states[key] <= _AT_HOME,
            container=container,
            slot=slot,
            barcodes=tuple(barcodes.get(key, ())),
            technique=technique,
            comment=comment,
            role=role,
            values=values,
        )
    return found


def _pieces(of_proposal: Q) -> tuple[dict[int, set[str]], dict[int, int]]:
    """States of all pieces of each sample, and the key of its first piece."""
    states: dict[int, set[str]] = defaultdict(set)
    first: dict[int, int] = {}
    for key, sample, state in (
        Specimen.objects.filter(of_proposal).order_by("-number").values_list("pk", "sample_id", "state")
    ):
        states[sample].add(state)
        first[sample] = key
    return states, first
