"""Questions about desktops."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from django.db.models import Count

from farlight.beamlines.public import beamline
from farlight.beamlines.types import ClipboardPolicy
from farlight.beamtime.public import (
    Gate,
    may,
    rights_found_once,
    rights_in,
    rights_numbers,
    session_for,
    visible_session_ids,
)
from farlight.beamtime.types import Action
from farlight.desktops.access import ACTIVE, STALE_AFTER, definition_of, desktop_for, is_theirs_to_end, may_end
from farlight.desktops.domain.control import role_of
from farlight.desktops.models import ControlWish, Desktop, DesktopView
from farlight.desktops.types import (
    DesktopPage,
    DesktopPlace,
    DesktopSight,
    DesktopState,
    DesktopSummary,
    Named,
    Standing,
    ViewerRole,
)
from farlight.kernel.errors import Objection
from farlight.people.types import Actor


@dataclass(eq=False, kw_only=True)
class Sight:
    """Somebody who has a desktop open, large or as a thumbnail, and what is known of them."""

    gate: Gate
    desktop_id: int
    channel: str = ""
    """Code of the channel; empty for a thumbnail."""
    is_small: bool = False
    """A thumbnail: only for those who watch over desktops."""
    objections: tuple[Objection, ...] = ()
    """What stands in the way of what the person came with."""


def watching(desktop_ids: Iterable[int], *, now: datetime) -> Mapping[int, tuple[Named, ...]]:
    """Return who has desktops open, by desktop, in order of their names: one query."""
    seen = (now - STALE_AFTER, now + STALE_AFTER)
    rows = DesktopView.objects.filter(desktop_id__in=desktop_ids, seen_at__range=seen)
    found: dict[int, set[Named]] = defaultdict(set)
    for row in rows.select_related("person"):
        found[row.desktop_id].add(_named(row.person))
    return {key: tuple(sorted(people, key=lambda one: one.full_name)) for key, people in found.items()}


def _named(person: Actor) -> Named:
    return Named(username=person.username, full_name=person.full_name)


def summaries_of(rows: Sequence[Desktop], person: Actor, *, now: datetime) -> tuple[DesktopSummary, ...]:
    """Return desktops as others see them: two queries for any number."""
    keys = [row.pk for row in rows]
    viewers = watching(keys, now=now)
    wishes: dict[int, list[Named]] = defaultdict(list)
    for wish in ControlWish.objects.filter(desktop_id__in=keys).select_related("person").order_by("at", "pk"):
        wishes[wish.desktop_id].append(_named(wish.person))
    return tuple(
        DesktopSummary(
            name=row.kind,
            title=row.name,
            session=row.session.code,
            state=DesktopState(row.state),
            reason=row.reason,
            waits=row.waits,
            expected_at=row.expected_at,
            ends_at=row.ends_at,
            started_by=row.started_by.full_name,
            started_at=row.started_at,
            holder=_named(row.holder) if row.holder else None,
            is_mine=row.holder_id == person.pk,
            asking=tuple(wishes[row.pk]),
            viewers=viewers.get(row.pk, ()),
            is_locked=row.is_locked,
        )
        for row in rows
    )


def desktop_page(person: Actor, session: str, *, now: datetime) -> DesktopPage:
    """Return the desktops of a session; NotFound when the person may not know of it."""
    seen = session_for(person, session, Action.SEE, now)
    rights = rights_in(person, session, now)
    rows = Desktop.objects.filter(session_id=seen.id).select_related("holder", "started_by", "session")
    newest = {row.kind: row for row in rows.order_by("started_at", "pk")}
    active = {kind for kind, row in newest.items() if row.state in ACTIVE}
    definitions = beamline(seen.beamline).desktops
    order = {definition.code: place for place, definition in enumerate(definitions)}
    shown = sorted(newest.values(), key=lambda row: (order.get(row.kind, len(order)), row.kind))
    holds = {"supervises": rights[Action.SUPERVISE].allowed, "controls": rights[Action.CONTROL].allowed}
    return DesktopPage(
        desktops=summaries_of(shown, person, now=now) if rights[Action.WATCH].allowed else (),
        offered=tuple(Named(username=d.code, full_name=d.name) for d in definitions if d.code not in active),
        may_watch=rights[Action.WATCH],
        may_control=rights[Action.CONTROL],
        may_supervise=rights[Action.SUPERVISE].allowed,
        endable=frozenset(row.kind for row in shown if is_theirs_to_end(person, row, **holds)),
    )


def desktop_sight(person: Actor, session: str, name: str, *, now: datetime) -> DesktopSight:
    """Return one desktop, and what a person may do on it.

    Raises
    ------
    NotFound
        When the person may not know of the session, or it has never had such a desktop.
    """
    with rights_found_once():
        seen, row = desktop_for(person, session, name, Action.SEE, now)
        rights = rights_in(person, session, now)
        may_close = may_end(person, row, session, now)
    shown = summaries_of([row], person, now=now)[0]
    others = {one.username: one for one in (*shown.asking, *shown.viewers) if one.username != person.username}
    defined = {d.code: d for d in beamline(seen.beamline).desktops}.get(name)
    return DesktopSight(
        desktop=shown,
        may_watch=rights[Action.WATCH],
        may_control=rights[Action.CONTROL],
        may_supervise=rights[Action.SUPERVISE].allowed,
        may_end=may_close,
        asks=any(one.username == person.username for one in shown.asking),
        others=tuple(others.values()),
        clipboard=defined.clipboard if defined else ClipboardPolicy.NONE,
        is_offered=defined is not None,
        by_guacamole=defined is not None and defined.guacamole is not None,
    )


def desktop_wall(person: Actor, *, now: datetime) -> tuple[DesktopSummary, ...]:
    """Return the open desktops that a person watches over: those of sessions in which they may take control."""
    rows = Desktop.objects.filter(state__in=ACTIVE, session_id__in=visible_session_ids(person))
    rows = rows.select_related("holder", "started_by", "session").order_by("session__code", "kind")
    with rights_found_once():
        supervised = [row for row in rows if may(person, Action.SUPERVISE, row.session.code, now).allowed]
    return summaries_of(supervised, person, now=now)


def wall_mark(person: Actor, *, now: datetime) -> int:
    """Return a number that changes with what a person's wall shows."""
    return _mark(desktop_wall(person, now=now))


def desktops_mark() -> int:
    """Return a number that changes with any desktop that is not over, whoever may see it: one query."""
    shown = ("pk", "state", "waits", "holder_id", "is_locked", "reason")
    rows = Desktop.objects.filter(state__in=ACTIVE).annotate(lookers=Count("views")).order_by("pk")
    return _mark(tuple(rows.values_list(*shown, "lookers")))


def _mark(what: object) -> int:
    return crc32(repr(what).encode())


def standings_of(sights: Sequence[Sight], *, now: datetime) -> list[Standing]:
    """Return what viewers may do at this moment, in their order: two queries, but where somebody's rights changed."""
    rows = Desktop.objects.only("state", "reason", "holder_id", "is_locked").in_bulk({one.desktop_id for one in sights})
    numbers = rights_numbers({one.gate.session for one in sights})
    return [_standing(one, rows.get(one.desktop_id), numbers.get(one.gate.session), now) for one in sights]


def _standing(sight: Sight, row: Desktop | None, rights: int | None, now: datetime) -> Standing:
    what = Action.SUPERVISE if sight.is_small else Action.WATCH
    may_look = sight.gate.verdict_with(sight.objections, rights, what, now)
    if not may_look.allowed:
        words = " ".join(map(str, may_look.reasons)) or "You may look on no more."
        return Standing(role=ViewerRole.OBSERVER, over=words, may_look=False)
    if row is None or row.state != DesktopState.RUNNING:
        return Standing(role=ViewerRole.OBSERVER, over=(row.reason if row else "") or "The desktop was closed.")
    role = role_of(
        holds=row.holder_id == sight.gate.person.pk,
        may_control=sight.gate.verdict_at(rights, Action.CONTROL, now).allowed,
        may_supervise=sight.gate.verdict_at(rights, Action.SUPERVISE, now).allowed,
        is_locked=row.is_locked,
    )
    return Standing(role=role)


def place_of(row: Desktop, beamline_code: str) -> DesktopPlace:
    """Return where the proxy finds a desktop."""
    definition = definition_of(beamline_code, row.kind)
    return DesktopPlace(
        folder="" if definition.address else row.code,
        shared=definition.slurm.folder if definition.slurm and not definition.address else "",
        address=definition.address,
        password_file=definition.password_file,
        guacd=definition.guacamole.guacd if definition.guacamole else None,
    )
