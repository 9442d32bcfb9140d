"""The cold-chain clock of each dewar, from what happened to it on all its journeys."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from pydantic import TypeAdapter

from farlight.people.types import Actor
from farlight.shipping.access import parcels_with_names, visible_parcels
from farlight.shipping.domain.cold_chain import TELLING, USUAL_HOLD, ColdMove, fills_in
from farlight.shipping.domain.hold_time import Fill, cold_until, hold_time
from farlight.shipping.domain.table import ON_SITE
from farlight.shipping.models import Dewar, Parcel, ParcelEvent
from farlight.shipping.types import ColdClock, Move, ParcelKind, Particulars

_PARTICULARS = TypeAdapter(Particulars)
_Key = tuple[str, int]
"""A registered dewar, or a parcel that is one that is not registered."""


def clocks_of(parcels: Iterable[Parcel], *, now: datetime) -> dict[int, ColdClock]:
    """Return the clocks of those parcels that are dewars, by the keys of their rows: two queries for any number.

    For what has asked for the person already; the rows must come from ``parcels_with_names``.
    """
    rows = {row.pk: row for row in parcels if row.kind == ParcelKind.DEWAR.value}
    fills = _fills_of(rows.values())
    return {pk: _clock(row.dewar, row, fills[_key_of(row)], now=now) for pk, row in rows.items()}


def visible_clocks(person: Actor, *, now: datetime) -> list[ColdClock]:
    """Return the clocks of all registered dewars of the facility and of those that a person may know of by a parcel.

    The one that must be topped up first comes first, those without a clock last.
    """
    visible = visible_parcels(person).filter(kind=ParcelKind.DEWAR.value)
    newest = {row.dewar_id: row for row in visible.filter(dewar__isnull=False).order_by("pk")}
    loose = list(visible.filter(dewar=None, base__in=[state.value for state in ON_SITE]))
    rows = [*newest.values(), *loose]
    fills = _fills_of(rows)
    clocks = [_clock(row.dewar, row, fills[_key_of(row)], now=now) for row in rows]
    resting = Dewar.objects.filter(retired_at=None, proposal=None).exclude(pk__in=[pk for pk in newest if pk])
    clocks += [_clock(dewar, None, [], now=now) for dewar in resting.order_by("code")]
    return sorted(clocks, key=_urgency)


def dewar_clock(person: Actor, code: str, *, now: datetime) -> tuple[ColdClock, list[Fill]] | None:
    """Return the clock of a registered dewar with the fills that it was learned from; None when nobody may know of it.

    Codes are given again: the newest dewar of a code counts.
    """
    rows = visible_parcels(person).filter(dewar__code__iexact=code)
    row = rows.order_by("-dewar__registered_at", "-pk").first()
    if row is None:
        return None
    fills = _fills_of([row])[_key_of(row)]
    return _clock(row.dewar, row, fills, now=now), fills


def parcel_of_dewar(code: str) -> QuerySet[Parcel]:
    """Return the parcels that the newest dewar of a facility code is or was, the newest first; whoever asks."""
    newest = Dewar.objects.filter(code__iexact=code).order_by("-registered_at", "-pk").values("pk")[:1]
    return parcels_with_names().filter(dewar__in=newest).order_by("-pk")


def _urgency(clock: ColdClock) -> tuple[bool, bool, datetime | str]:
    moment = clock.top_up_before
    return (not clock.is_on_site, moment is None, moment.isoformat() if moment else clock.dewar)


def _key_of(row: Parcel) -> _Key:
    return ("dewar", row.dewar_id) if row.dewar_id else ("parcel", row.pk)


def _fills_of(rows: Collection[Parcel]) -> Mapping[_Key, list[Fill]]:
    """Read what happened to dewars on all their journeys: two queries."""
    dewars = {row.dewar_id: row.dewar for row in rows if row.dewar_id}
    wanted = Q(parcel__in=[row.pk for row in rows]) | Q(parcel__dewar__in=list(dewars))
    told = ParcelEvent.objects.filter(wanted, move__in=[move.value for move in TELLING], is_late=False)
    undone = set(ParcelEvent.objects.filter(wanted, undoes__isnull=False).values_list("parcel_id", "undoes"))
    found: dict[_Key, list[ColdMove]] = defaultdict(list)
    fields = told.values_list("parcel_id", "parcel__dewar_id", "number", "move", "at", "payload")
    for parcel, dewar, number, move, at, payload in fields:
        if (parcel, number) not in undone:
            said = _PARTICULARS.validate_python(payload)
            key: _Key = ("dewar", dewar) if dewar else ("parcel", parcel)
            found[key].append(ColdMove(move=Move(move), at=at, said=said))
    capacities = {("dewar", pk): dewar.capacity_kg for pk, dewar in dewars.items() if dewar}
    fills = {key: fills_in(moves, capacity_kg=capacities.get(key)) for key, moves in found.items()}
    return defaultdict(list, fills)


def _clock(dewar: Dewar | None, row: Parcel | None, fills: list[Fill], *, now: datetime) -> ColdClock:
    days = dewar.hold_time_days if dewar else None
    makers = timedelta(days=days) if days else USUAL_HOLD
    hold = hold_time(fills, makers=makers, now=now)
    cold = cold_until(fills, makers=makers, now=now)
    is_on_site = row is not None and row.base in {state.value for state in ON_SITE}
    return ColdClock(
        dewar=dewar.code if dewar else "",
        parcel=row.code if row else "",
        parcel_name=row.name if row else "",
        proposal=row.proposal.code if row else "",
        place=(row.slot or row.beamline or row.place) if row and is_on_site else "",
        is_on_site=is_on_site,
        is_warm=bool(fills) and fills[-1].was_warm,
        filled_at=next((fill.at for fill in reversed(fills) if not fill.was_warm), None),
        cold_until=cold.at if cold else None,
        uncertainty=cold.uncertainty if cold else None,
        top_up_before=cold.top_up_before if cold else None,
        must_be_topped_up=cold is not None and cold.top_up_before < now,
        may_be_warm=cold is not None and cold.at < now,
        hold=hold.hold,
        hold_uncertainty=hold.uncertainty,
        intervals=hold.intervals,
    )
