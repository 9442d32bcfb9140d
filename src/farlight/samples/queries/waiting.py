"""What the group of a proposal still has to say of its samples."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db.models import OuterRef, Q, QuerySet, Subquery

from farlight.kernel.waiting import Waiting
from farlight.people.types import Actor
from farlight.proposals.public import proposal_ids_of
from farlight.samples.access import EMPTY_ROLES
from farlight.samples.models import HazardProfile, Sample, Substance
from farlight.samples.types import ProfileState

MOST = 200
"""Rows that are looked at; a line names three of them."""
NAMED = 3
Row = TypeVar("Row", Substance, Sample)


def samples_waiting(person: Actor) -> list[Waiting]:
    """Return what a person's own proposals still have to say: at most four queries.

    Hazards that were never submitted, hazards that the safety group refused, and samples of which nobody said what
    they consist of.
    """
    keys = proposal_ids_of(person)
    if not keys:
        return []
    substances = list(_without_approval(keys))
    refused = [row for row in substances if row.newest_state == ProfileState.REFUSED.value]  # type: ignore[attr-defined]
    return [
        *(_refused(row) for row in refused),
        *_together([row for row in substances if row not in refused], _to_declare),
        *_together(list(_of_nothing(keys)), _to_name),
    ]


def _without_approval(keys: set[int]) -> QuerySet[Substance]:
    """Substances of samples for which the safety group was not asked, or which it refused."""
    newest = HazardProfile.objects.filter(substance=OuterRef("pk")).order_by("-version")
    sampled = Sample.objects.filter(proposal_id__in=keys, substance__isnull=False).values("substance_id")
    rows = Substance.objects.filter(proposal_id__in=keys, counting_profile=None, pk__in=sampled)
    rows = rows.annotate(newest_state=Subquery(newest.values("state")[:1]), why=Subquery(newest.values("reason")[:1]))
    waiting = rows.filter(Q(newest_state=None) | ~Q(newest_state=ProfileState.SUBMITTED.value))
    return waiting.select_related("proposal").order_by("acronym", "pk")[:MOST]


def _of_nothing(keys: set[int]) -> QuerySet[Sample]:
    """Samples that consist of nothing, though they are no empty cans."""
    rows = Sample.objects.filter(proposal_id__in=keys, substance=None, components=None)
    return rows.exclude(role__in=EMPTY_ROLES).select_related("proposal").order_by("name", "pk")[:MOST]


def _refused(row: Substance) -> Waiting:
    return Waiting(
        what=f"See why {row.acronym} was refused",
        why=f"The safety group refused its hazards: {row.why}" if row.why else "The safety group refused its hazards.",  # type: ignore[attr-defined]
        link=f"/substances/{row.code}/hazards/",
        proposal=row.proposal.code,
        is_trouble=True,
    )


def _together(rows: Sequence[Row], line: Callable[[Sequence[Row]], Waiting]) -> list[Waiting]:
    """Return one line for each proposal."""
    of: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        of[row.proposal_id].append(row)
    return [line(found) for found in of.values()]


def _to_declare(rows: Sequence[Substance]) -> Waiting:
    proposal = rows[0].proposal.code
    return Waiting(
        what=f"Declare the hazards of {_named([row.acronym for row in rows])}",
        why="The safety group was not asked yet, and no parcel with it is approved before.",
        link=f"/substances/{rows[0].code}/hazards/" if len(rows) == 1 else f"/substances/?proposal={proposal}",
        proposal=proposal,
    )


def _to_name(rows: Sequence[Sample]) -> Waiting:
    proposal = rows[0].proposal.code
    return Waiting(
        what=f"Say what {_named([row.name for row in rows])} consists of",
        why="Without its substance nobody can judge its hazards.",
        link=f"/samples/{rows[0].code}/edit/" if len(rows) == 1 else f"/samples/?proposal={proposal}",
        proposal=proposal,
    )


def _named(names: Sequence[str]) -> str:
    """``["a", "b", "c", "d"]`` -> ``a, b, c and 1 more``."""
    shown, rest = list(names[:NAMED]), len(names) - NAMED
    if rest > 0:
        return f"{', '.join(shown)} and {rest if len(names) < MOST else 'many'} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
