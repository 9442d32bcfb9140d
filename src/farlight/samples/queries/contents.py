"""What lies in containers, however deep, at a constant number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

from django.db import connection
from django.db.models import Prefetch

from farlight.beamtime.public import may_with_proposal
from farlight.beamtime.types import ProposalAction
from farlight.kernel.time import utc_now
from farlight.people.types import Actor
from farlight.samples.access import components_in, container_for, hazard_of, sample_hazard
from farlight.samples.models import Container, HazardProfile, Placement, Sample, SampleComponent, Substance
from farlight.samples.types import (
    Condition,
    ContainerContents,
    Mount,
    ProfileStanding,
    ProfileState,
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
    held: dict[int, list[Placement]] = defaultdict(list)
    for place in _open_places(keys):
        held[place.container_id].append(place)
    tree = _Tree(containers, held, _standings(held), utc_now().date())
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


def _open_places(keys: Collection[int]) -> Iterable[Placement]:
    components = SampleComponent.objects.select_related("substance__counting_profile")
    rows = Placement.objects.filter(container_id__in=keys, until=None).order_by("position")
    return rows.select_related(
        "specimen__sample__substance__counting_profile", "specimen__sample__proposal"
    ).prefetch_related("specimen__barcodes", Prefetch("specimen__sample__components", queryset=components))


def _standings(held: Mapping[int, list[Placement]]) -> dict[int, HazardProfile]:
    """Return the newest profile of each substance that is inside, by the substance's key."""
    samples = [place.specimen.sample for places in held.values() for place in places if place.specimen]
    keys = {substance.pk for sample in samples for substance, _ in substances_of(sample)}
    rows = HazardProfile.objects.filter(substance_id__in=keys).order_by("version").defer("declaration")
    return {row.substance_id: row for row in rows}


def substances_of(sample: Sample) -> list[tuple[Substance, SampleComponent | None]]:
    """Return all that is in a sample, what it is mainly first, each once."""
    parts = {component.substance_id: component for component in components_in(sample)}
    found: list[tuple[Substance, SampleComponent | None]] = []
    if sample.substance is not None:
        found.append((sample.substance, parts.pop(sample.substance.pk, None)))
    return found + [(component.substance, component) for component in parts.values()]


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
        self,
        containers: Mapping[int, Container],
        held: Mapping[int, list[Placement]],
        newest: Mapping[int, HazardProfile],
        today: date,
    ) -> None:
        self.containers, self.held, self.newest, self.today = containers, held, newest, today

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
            slots=tuple(self._slot(place) for place in self.held.get(row.pk, ())),
        )

    def _slot(self, place: Placement) -> SlotContents:
        inner = self.containers.get(place.held_id) if place.held_id else None
        return SlotContents(
            slot=place.slot,
            position=place.position,
            container=self.of(inner) if inner else None,
            specimen=self._specimen(place) if place.specimen else None,
        )

    def _specimen(self, place: Placement) -> SpecimenInside | None:
        piece = place.specimen
        if piece is None:
            return None
        sample = piece.sample
        return SpecimenInside(
            id=piece.pk,
            code=piece.code,
            barcodes=tuple(row.text for row in piece.barcodes.all()),
            mount=Mount(piece.mount) if piece.mount else None,
            state=SpecimenState(piece.state),
            sample_id=sample.pk,
            sample=sample.code,
            sample_name=sample.name,
            proposal=sample.proposal.code,
            technique=sample.technique,
            hazard=sample_hazard(sample, today=self.today),
            substances=tuple(self._substance(*part) for part in substances_of(sample)),
            conditions=tuple(Condition(word) for word in piece.conditions),
            release_on=piece.release_on,
        )

    def _substance(self, substance: Substance, part: SampleComponent | None) -> SubstanceInside:
        profile = substance.counting_profile or self.newest.get(substance.pk)
        return SubstanceInside(
            id=substance.pk,
            acronym=substance.acronym,
            name=substance.name,
            amount=part.amount if part else None,
            amount_unit=part.unit if part else "",
            profile=standing_of(profile, today=self.today) if profile else None,
        )
