"""Taking a sheet back, while nothing was done with what it brought."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, Q, RestrictedError

from farlight.bus.public import publish
from farlight.kernel.errors import Invalid, Objection
from farlight.kernel.events import kebab_case
from farlight.people.types import Actor
from farlight.samples.domain.sheets.checking import RowAction
from farlight.samples.domain.sheets.states import SheetState
from farlight.samples.domain.sheets.undoing import TakenRow, objections_to_undoing
from farlight.samples.events import SheetUndone
from farlight.samples.models import (
    Container,
    Placement,
    Sample,
    SampleRelation,
    Sheet,
    SheetRow,
    SpecimenBarcode,
    Substance,
)
from farlight.samples.queries.snapshots import Snapshot, snapshots_of
from farlight.samples.services.importing import locked, moment_taken

_PLAIN = ("import_key", "technique", "schema_version", "values", "comment", "role", "substance_id", "paired_with_id")
_THINGS = ("container", "specimen__sample", "held")


@dataclass(frozen=True, kw_only=True)
class _Back:
    """When a sheet was taken over, when it is taken back, and by whom."""

    taken_at: datetime
    now: datetime
    by: Actor


@transaction.atomic
def undo_sheet(*, sheet: Sheet, now: datetime, by: Actor) -> Sheet:
    """Take a sheet back: its new samples and containers go, what it changed is as before.

    Raises
    ------
    Invalid
        With everything that was done since with what it brought; nothing is changed then.
    Conflict
        When it is not taken over.
    """
    row = locked(sheet)
    if row.state == SheetState.UNDONE:
        return row
    taken_at = moment_taken(row)
    rows = list(SheetRow.objects.filter(sheet=row).exclude(action=RowAction.UNCHANGED.value).select_related("sample"))
    current = snapshots_of([one.sample_id for one in rows if one.sample_id is not None])
    objections = objections_to_undoing([_taken(one, current) for one in rows])
    objections += _objections_to_containers(row, rows, taken_at)
    objections += _objections_to_old_places(row, rows, taken_at)
    if objections:
        raise Invalid(objections)
    samples = tuple(one.sample.code for one in rows if one.sample is not None)
    try:
        with transaction.atomic():
            _restore(row, rows, _Back(taken_at=taken_at, now=now, by=by))
    except (ProtectedError, RestrictedError) as used:
        raise Invalid([_used(used)]) from used
    row.state, row.ended_at = SheetState.UNDONE.value, now
    row.save(update_fields=["state", "ended_at"])
    publish(SheetUndone(proposal=row.proposal.code, sheet=row.code, samples=samples), by=by.username)
    return row


def _taken(row: SheetRow, current: dict[int, Snapshot]) -> TakenRow:
    now = current.get(row.sample_id) if row.sample_id is not None else None
    return TakenRow(row=row.row, name=row.name, action=row.action, after=row.after, now=now)


def _objections_to_containers(sheet: Sheet, rows: list[SheetRow], taken_at: datetime) -> list[Objection]:
    """Containers that came with the sheet and were used for something else since."""
    mine = {row.sample_id for row in rows}
    made = sheet.made.get("containers", [])
    others = Placement.objects.filter(container_id__in=made, specimen__isnull=False).exclude(since=taken_at)
    names = {
        name for name, sample in others.values_list("container__name", "specimen__sample_id") if sample not in mine
    }
    moved = Placement.objects.filter(held_id__in=made).exclude(since=taken_at)
    names |= set(moved.values_list("held__name", flat=True))
    return [
        Objection(
            message=f"The container {name} is used for something else since.",
            mend="Take that out first.",
            field="container",
        )
        for name in sorted(names)
    ]


def _objections_to_old_places(sheet: Sheet, rows: list[SheetRow], taken_at: datetime) -> list[Objection]:
    """Places that the sheet made free and that are taken since, and containers that lie elsewhere since."""
    numbers = {row.sample_id: row.row for row in rows}
    theirs = Q(specimen__sample_id__in=numbers) | Q(held_id__in=sheet.made.get("held", []))
    left = list(Placement.objects.filter(theirs, until=taken_at).select_related(*_THINGS).order_by("pk"))
    since = Placement.objects.filter(until=None, since__gt=taken_at)
    there = since.filter(container__in={place.container_id for place in left}).select_related(*_THINGS)
    taken = {(place.container_id, place.slot): place for place in there}
    moved = set(since.filter(held__in={place.held_id for place in left}).values_list("held_id", flat=True))
    objections = []
    for place in left:
        field = f"row {numbers[place.specimen.sample_id]}" if place.specimen else "container"
        other = taken.get((place.container_id, place.slot))
        if place.held_id in moved:
            message = f"The container {_name_of(place)} was put elsewhere since."
            objections.append(Objection(message=message, mend="Take it out first.", field=field))
        elif other is not None:
            was = f"{_name_of(place)} lay in position {place.slot} of {place.container.name}"
            message = f"{was}, where {_name_of(other)} lies now."
            objections.append(Objection(message=message, mend="Take that out first.", field=field))
    return objections


def _name_of(place: Placement) -> str:
    return place.specimen.sample.name if place.specimen else place.held.name if place.held else ""


def _restore(sheet: Sheet, rows: list[SheetRow], back: _Back) -> None:
    new = [row.sample_id for row in rows if row.action == RowAction.NEW and row.sample_id is not None]
    changed = [(row.sample, row.before, row.after) for row in rows if row.sample and row.before]
    moved = _restore_changed(changed)
    _restore_places(Q(specimen__sample_id__in=moved), back)
    SampleRelation.objects.filter(child_id__in=new).delete()
    for begin in range(0, len(new), 500):
        Sample.objects.filter(pk__in=new[begin : begin + 500]).delete()
    _restore_places(Q(held_id__in=sheet.made.get("held", [])), back)
    Container.objects.filter(pk__in=sheet.made.get("containers", [])).delete()
    empty = Substance.objects.filter(pk__in=sheet.made.get("substances", []), samples=None, in_samples=None)
    empty.filter(counting_profile=None, profiles=None).delete()


def _restore_changed(changed: list[tuple[Sample, Snapshot, Snapshot]]) -> list[int]:
    """Say of the samples what was known of them before; return the keys of those that the sheet moved."""
    moved = []
    for sample, before, after in changed:
        for name in _PLAIN:
            setattr(sample, name, before[name])
        if before["places"] != after["places"]:
            moved.append(sample.pk)
        if before["barcodes"] != after["barcodes"]:
            _restore_barcodes(sample, before["barcodes"])
        if before.get("parents") != after.get("parents"):
            _restore_parents(sample, before["parents"])
    Sample.objects.bulk_update([sample for sample, *_ in changed], _PLAIN, batch_size=500)
    return moved


def _restore_places(things: Q, back: _Back) -> None:
    """Let things lie where they lay before the sheet: what was moved about since, and back, is moved once more."""
    about = Placement.objects.filter(things)
    about.filter(since=back.taken_at, until=None).delete()
    put = {place.thing for place in about.filter(since=back.taken_at)}
    again = [place for place in about.filter(since__gt=back.taken_at, until=None) if place.thing in put]
    Placement.objects.filter(pk__in=[place.pk for place in again]).update(until=back.now)
    moved = {place.thing for place in again}
    left = list(about.filter(until=back.taken_at))
    Placement.objects.filter(pk__in=[place.pk for place in left if place.thing not in moved]).update(until=None)
    for place in left:
        if place.thing in moved:
            place.pk, place.since, place.until, place.by_id = None, back.now, None, back.by.pk
            place.save(force_insert=True)


def _restore_barcodes(sample: Sample, texts: list[str]) -> None:
    """A sheet changes those of the first physical piece only."""
    piece = sample.specimens.earliest("number")
    every = SpecimenBarcode.objects.filter(specimen__sample=sample)
    others = Counter(every.exclude(specimen=piece).values_list("text", flat=True))
    every.filter(specimen=piece).delete()
    own = Counter(texts) - others
    SpecimenBarcode.objects.bulk_create(SpecimenBarcode(specimen=piece, text=text) for text in own.elements())


def _restore_parents(sample: Sample, parents: list[list[Any]]) -> None:
    SampleRelation.objects.filter(child=sample).delete()
    SampleRelation.objects.bulk_create(
        SampleRelation(child=sample, parent_id=parent, kind=kind) for parent, kind in parents
    )


def _used(error: ProtectedError | RestrictedError) -> Objection:
    things = error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects
    kinds = sorted({kebab_case(type(thing).__name__).replace("-", " ") for thing in things})
    message = f"Something was done with its samples since: there is a {' and a '.join(kinds)}."
    return Objection(message=message, mend="Take that back first.")
