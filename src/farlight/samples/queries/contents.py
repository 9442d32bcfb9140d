"""What lies in containers, however deep, at a constant number of queries."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from django.db import connection

from farlight.beamtime.public import may_with_proposal
from farlight.beamtime.types import ProposalAction
from farlight.kernel.time import utc_now
from farlight.people.types import Actor
from farlight.samples.access import container_for, hazard_of, worst_hazard
from farlight.samples.models import Container, HazardProfile, Placement, SampleComponent, SpecimenBarcode, Substance
from farlight.samples.types import (
    Condition,
    ContainerContents,
    Hazard,
    Mount,
    ProfileStanding,
    ProfileState,
    SampleRole,
    SlotContents,
    SpecimenInside,
    SpecimenState,
    SubstanceInside,
)

_INSIDE = """
    WITH RECURSIVE inside(id) AS (
        SELECT id FROM samples_container WHERE code IN ({codes})
        UNION
        SELECT p.held_id FROM samples_placement p JOIN inside ON p.container_id = inside.id
        WHERE p.until IS NULL AND p.held_id IS NOT NULL
    )
    SELECT id FROM inside
"""
_AROUND = """
    WITH RECURSIVE around(id) AS (
        SELECT p.container_id FROM samples_placement p WHERE p.held_id = %s AND p.until IS NULL
        UNION
        SELECT p.container_id FROM samples_placement p JOIN around ON p.held_id = around.id WHERE p.until IS NULL
    )
    SELECT id FROM around
"""


def containers_around(key: int) -> set[int]:
    """Return the keys of all containers that a container lies in, from the nearest outwards."""
    with connection.cursor() as cursor:
        cursor.execute(_AROUND, [key])
        return {row[0] for row in cursor.fetchall()}


def containers_inside(code: str) -> set[int]:
    """Return the keys of a container and of all that lie in it, however deep."""
    return set(_keys_inside([code]))


def _keys_inside(codes: Collection[str]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_INSIDE.format(codes=", ".join(["%s"] * len(codes))), list(codes))
        return [row[0] for row in cursor.fetchall()]


def contents_of(container_codes: Collection[str]) -> dict[str, ContainerContents]:
    """Return what lies in containers, by their opaque codes; codes that nobody knows are left out.

    For machines and for those who have asked already: it shows what lies there, whosever it is.
    """
    if not container_codes:
        return {}
    keys = _keys_inside(container_codes)
    containers = {row.pk: row for row in Container.objects.select_related("proposal", "type").filter(pk__in=keys)}
    held: dict[int, list[_Lying]] = defaultdict(list)
    for row in Placement.objects.filter(container_id__in=keys, until=None).order_by("position").values_list(*_LYING):
        held[row[0]].append(_Lying(*row))
    tree = _Tree(containers, held, _known_of([row for rows in held.values() for row in rows if row.specimen]))
    return {row.code: tree.of(row) for row in containers.values() if row.code in set(container_codes)}


def visible_contents(person: Actor, code: str) -> ContainerContents:
    """Return what lies in a container, as far as a person may know of it; of the rest only that a slot is taken.

    Raises
    ------
    NotFound
        When there is no such container, or the person may not know of it.
    """
    row = container_for(person, code)
    return _shown(contents_of([row.code])[row.code], person, {})


def _shown(found: ContainerContents, person: Actor, known: dict[str, bool]) -> ContainerContents:
    if found.proposal and _may_see(person, found.proposal, known):
        return found
    slots = []
    for taken in found.slots:
        inner, piece = taken.container, taken.specimen
        if inner and inner.proposal and not _may_see(person, inner.proposal, known):
            inner = None
        if piece and not _may_see(person, piece.proposal, known):
            piece = None
        slots.append(replace(taken, container=_shown(inner, person, known) if inner else None, specimen=piece))
    return replace(found, slots=tuple(slots))


def _may_see(person: Actor, proposal: str, known: dict[str, bool]) -> bool:
    """Ask once for each proposal."""
    if proposal not in known:
        known[proposal] = may_with_proposal(person, ProposalAction.SEE_SAMPLES, proposal).allowed
    return known[proposal]


class _Lying(NamedTuple):
    """What lies in a slot, as one row of the database tells it: hundreds lie in a changer, and models cost time."""

    container: int
    slot: str
    position: int
    held: int | None
    specimen: int | None
    code: str
    mount: str
    state: str
    sample: int
    sample_code: str
    sample_name: str
    proposal: str
    technique: str
    role: str
    substance: int | None
    conditions: list[str]
    release_on: date | None


_LYING = (
    "container_id",
    "slot",
    "position",
    "held_id",
    "specimen_id",
    "specimen__code",
    "specimen__mount",
    "specimen__state",
    "specimen__sample_id",
    "specimen__sample__code",
    "specimen__sample__name",
    "specimen__sample__proposal__code",
    "specimen__sample__technique",
    "specimen__sample__role",
    "specimen__sample__substance_id",
    "specimen__conditions",
    "specimen__release_on",
)


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What is known of the pieces that lie somewhere, by the keys of rows."""

    barcodes: Mapping[int, Sequence[str]]
    components: Mapping[int, Sequence[SampleComponent]]
    substances: Mapping[int, Substance]
    newest: Mapping[int, HazardProfile]
    """Profiles of the substances of which none counts."""


def _known_of(pieces: Sequence[_Lying]) -> _Known:
    """Ask once for each sort of thing, however many pieces there are."""
    barcodes: dict[int, list[str]] = defaultdict(list)
    codes = SpecimenBarcode.objects.filter(specimen_id__in=[row.specimen for row in pieces])
    for specimen, text in codes.order_by("pk").values_list("specimen_id", "text"):
        barcodes[specimen].append(text)
    components: dict[int, list[SampleComponent]] = defaultdict(list)
    for component in SampleComponent.objects.filter(sample_id__in={row.sample for row in pieces}):
        components[component.sample_id].append(component)
    keys = {row.substance for row in pieces if row.substance}
    keys |= {component.substance_id for parts in components.values() for component in parts}
    substances = Substance.objects.select_related("counting_profile").in_bulk(keys)
    uncounted = [key for key, one in substances.items() if one.counting_profile is None]
    profiles = HazardProfile.objects.filter(substance_id__in=uncounted).order_by("version").defer("declaration")
    newest = {row.substance_id: row for row in profiles}
    return _Known(barcodes=barcodes, components=components, substances=substances, newest=newest)


def standing_of(profile: HazardProfile, *, today: date) -> ProfileStanding:
    """Return a hazard profile as others see it."""
    counts = profile.state == ProfileState.APPROVED.value
    return ProfileStanding(
        version=profile.version,
        state=ProfileState(profile.state),
        hazard=hazard_of(profile, today=today) if counts else None,
        content_hash=profile.content_hash,
        max_mass_mg=profile.max_mass_mg,
        valid_until=profile.valid_until,
        conditions=profile.conditions,
        un_number=profile.un_number,
    )


class _Tree:
    """Containers and what lies in them, fetched already."""

    def __init__(
        self, containers: Mapping[int, Container], held: Mapping[int, Sequence[_Lying]], known: _Known
    ) -> None:
        self.containers, self.held, self.known = containers, held, known
        self.today = utc_now().date()
        self.plain: dict[tuple[int | None, str], tuple[tuple[SubstanceInside, ...], Hazard | None]] = {}
        """Substances and colour of what is no mixture, by its substance and role: those of a puck are mostly alike."""

    def of(self, row: Container) -> ContainerContents:
        """Return a container with all that lies in it."""
        return ContainerContents(
            id=row.pk,
            code=row.code,
            name=row.name,
            barcode=row.barcode,
            container_type=row.type.code,
            type_title=row.type.title,
            type_version=row.type.version,
            proposal=row.proposal.code if row.proposal else "",
            slots=tuple(self._slot(lying) for lying in self.held.get(row.pk, ())),
        )

    def _slot(self, lying: _Lying) -> SlotContents:
        inner = self.containers.get(lying.held) if lying.held else None
        return SlotContents(
            slot=lying.slot,
            position=lying.position,
            container=self.of(inner) if inner else None,
            specimen=self._specimen(lying, lying.specimen) if lying.specimen else None,
        )

    def _specimen(self, lying: _Lying, key: int) -> SpecimenInside:
        substances, hazard = self._made_of(lying)
        return SpecimenInside(
            id=key,
            code=lying.code,
            barcodes=tuple(self.known.barcodes.get(key, ())),
            mount=Mount(lying.mount) if lying.mount else None,
            state=SpecimenState(lying.state),
            sample_id=lying.sample,
            sample=lying.sample_code,
            sample_name=lying.sample_name,
            proposal=lying.proposal,
            technique=lying.technique,
            hazard=hazard,
            substances=substances,
            conditions=tuple(Condition(word) for word in lying.conditions),
            release_on=lying.release_on,
        )

    def _made_of(self, lying: _Lying) -> tuple[tuple[SubstanceInside, ...], Hazard | None]:
        """Return the substances of a piece, what it is mainly first, and the worst colour of them."""
        components = self.known.components.get(lying.sample, ())
        if components:
            return self._mixed(lying, components)
        key = lying.substance, lying.role
        if key not in self.plain:
            self.plain[key] = self._mixed(lying, ())
        return self.plain[key]

    def _mixed(
        self, lying: _Lying, components: Sequence[SampleComponent]
    ) -> tuple[tuple[SubstanceInside, ...], Hazard | None]:
        parts: dict[int, SampleComponent | None] = {lying.substance: None} if lying.substance else {}
        parts |= {component.substance_id: component for component in components}
        substances = [(self.known.substances[key], part) for key, part in parts.items()]
        profiles = [substance.counting_profile for substance, _ in substances]
        return (
            tuple(self._substance(substance, part) for substance, part in substances),
            worst_hazard(profiles, role=SampleRole(lying.role), today=self.today),
        )

    def _substance(self, substance: Substance, part: SampleComponent | None) -> SubstanceInside:
        profile = substance.counting_profile or self.known.newest.get(substance.pk)
        return SubstanceInside(
            id=substance.pk,
            acronym=substance.acronym,
            name=substance.name,
            amount=part.amount if part else None,
            amount_unit=part.unit if part else "",
            profile=standing_of(profile, today=self.today) if profile else None,
        )
