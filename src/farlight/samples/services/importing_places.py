"""Containers of a sheet, and what lies where by it; in bulk, whatever its size."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from farlight.kernel.errors import Invalid, Objection
from farlight.kernel.ids import new_opaque_id
from farlight.people.types import Actor
from farlight.samples.domain.geometry import type_from
from farlight.samples.domain.sheets.checking import PlannedRow
from farlight.samples.domain.sheets.meanings import Target
from farlight.samples.events import PackedContainers
from farlight.samples.models import Container, Placement, Sheet, Specimen
from farlight.samples.queries.contents import containers_around
from farlight.samples.queries.known import fillable_containers
from farlight.samples.services.containers import known_type


@dataclass(kw_only=True)
class Placing:
    """Puts the samples of a sheet where it says."""

    sheet: Sheet
    rows: tuple[PlannedRow, ...]
    now: datetime
    by: Actor

    def containers(self) -> tuple[dict[str, Container], list[Container]]:
        """Return every container of the sheet by its name in lower case, and those that had to be made."""
        wanted: dict[str, tuple[str, str]] = {}
        for row in self.rows:
            for name_at, type_at in ((Target.CONTAINER, Target.CONTAINER_TYPE), (Target.OUTER, Target.OUTER_TYPE)):
                name = row.text(name_at)
                if name:
                    wanted.setdefault(name.casefold(), (name, row.text(type_at)))
        found = self._found(set(wanted))
        types = {
            code: known_type(code) for code in sorted({code for key, (_, code) in wanted.items() if key not in found})
        }
        made = [
            Container(
                code=new_opaque_id("c-", length=10),
                proposal_id=self.sheet.proposal_id,
                name=name,
                type=types[code],
                owner_id=self.by.pk,
            )
            for key, (name, code) in wanted.items()
            if key not in found
        ]
        Container.objects.bulk_create(made)
        return {**found, **{one.name.casefold(): one for one in made}}, made

    def _found(self, names: set[str]) -> dict[str, Container]:
        """The same containers that the sheet was checked against; of two with one name the proposal's own."""
        rows = fillable_containers(self.sheet.proposal.code).select_related("type")
        every = {one.name.casefold(): one for one in rows}
        return {key: one for key, one in every.items() if key in names}

    def place(
        self, rows: Sequence[PlannedRow], pieces: dict[str, Specimen], containers: dict[str, Container]
    ) -> list[Container]:
        """Put pieces and containers where the sheet says; return the containers that moved.

        Parameters
        ----------
        rows : sequence of PlannedRow
            Those that say anything new.
        pieces : dict
            The first physical piece by the name of its sample.
        containers : dict
            By name in lower case.
        """
        wanted = {
            row.text(Target.NAME): (containers[row.text(Target.CONTAINER).casefold()], row.text(Target.SLOT))
            for row in rows
            if row.text(Target.CONTAINER)
        }
        current = self._current_of({pieces[name].pk for name in wanted})
        moving = {
            name: place for name, place in wanted.items() if current.get(pieces[name].pk) != (place[0].pk, place[1])
        }
        keys = [pieces[name].pk for name in moving]
        for batch in _in_batches(keys):
            Placement.objects.filter(specimen_id__in=batch, until=None).update(until=self.now)
        fresh = [
            Placement(specimen=pieces[name], **self._where(container, slot))
            for name, (container, slot) in moving.items()
        ]
        Placement.objects.bulk_create(fresh)
        return self._place_in_outer(containers)

    def _current_of(self, keys: set[int]) -> dict[int, tuple[int, str]]:
        rows = Placement.objects.filter(until=None, specimen__sample__proposal_id=self.sheet.proposal_id)
        every = rows.values_list("specimen_id", "container_id", "slot")
        return {specimen: (container, slot) for specimen, container, slot in every if specimen in keys}

    def _where(self, container: Container, slot: str) -> dict[str, object]:
        place = next(one for one in type_from(container.type.document).slots if one.name == slot)
        return {
            "container": container,
            "slot": place.name,
            "position": place.position,
            "since": self.now,
            "by_id": self.by.pk,
        }

    def _place_in_outer(self, containers: dict[str, Container]) -> list[Container]:
        wanted = {
            row.text(Target.CONTAINER).casefold(): (row.text(Target.OUTER).casefold(), row.text(Target.OUTER_SLOT))
            for row in self.rows
            if row.text(Target.OUTER)
        }
        inner = {key: containers[key] for key in wanted}
        rows = Placement.objects.filter(until=None, held__in=list(inner.values()))
        current = {
            held: (container, slot) for held, container, slot in rows.values_list("held_id", "container_id", "slot")
        }
        moving = {
            key: (containers[outer], slot)
            for key, (outer, slot) in wanted.items()
            if current.get(inner[key].pk) != (containers[outer].pk, slot)
        }
        Placement.objects.filter(until=None, held__in=[inner[key] for key in moving]).update(until=self.now)
        Placement.objects.bulk_create(
            Placement(held=inner[key], **self._where(outer, slot)) for key, (outer, slot) in moving.items()
        )
        for key, (outer, _) in moving.items():
            if inner[key].pk in containers_around(outer.pk):
                message = f"{outer.name} lies in {inner[key].name}, so that cannot lie in it."
                raise Invalid([Objection(message=message, mend="Correct one of them.", field="outer")])
        return [inner[key] for key in moving]

    def parcels(self, containers: dict[str, Container]) -> tuple[PackedContainers, ...]:
        """Return which containers travel in which parcel of the sheet."""
        packed: dict[str, dict[str, None]] = {}
        for row in self.rows:
            name = row.text(Target.OUTER) or row.text(Target.CONTAINER)
            if row.text(Target.PARCEL) and name:
                packed.setdefault(row.text(Target.PARCEL), {})[containers[name.casefold()].code] = None
        return tuple(PackedContainers(parcel=parcel, containers=tuple(codes)) for parcel, codes in packed.items())


def _in_batches(keys: list[int], size: int = 500) -> Iterable[list[int]]:
    return (keys[begin : begin + size] for begin in range(0, len(keys), size))
