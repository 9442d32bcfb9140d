"""Parcels that wait for the group that sends them."""

from farlight.kernel.waiting import Waiting
from farlight.people.types import Actor
from farlight.proposals.public import proposal_ids_of
from farlight.shipping.access import parcels_with_names
from farlight.shipping.domain.timeline import HEADLINES
from farlight.shipping.models import Parcel
from farlight.shipping.types import ParcelState as S

_WHAT = {
    S.DRAFT: "Pack and submit {}",
    S.CHANGES_REQUESTED: "Change {} and submit it again",
    S.REFUSED: "See why {} was refused",
    S.APPROVED: "Print the label of {}",
    S.LABELLED: "Send {}",
    S.BOOKED: "Hand {} to its courier",
    S.AWAITING_INSTRUCTIONS: "Say what becomes of {}",
    S.CUSTOMS_HOLD: "Help customs with {}",
    S.DAMAGED: "See what happened to {}",
    S.WARM: "See what happened to {}",
    S.LOST: "See what happened to {}",
    S.WRONG_CONTENT: "Say what lies in {}",
    S.UNDECLARED: "Declare what lies in {}",
    S.ABANDONED: "Say what becomes of {}",
}
"""What the group of a parcel has to do in each state in which it is its turn."""
_REFUSED = frozenset({S.REFUSED, S.CHANGES_REQUESTED})
MOST = 20


def parcels_waiting(person: Actor) -> list[Waiting]:
    """Return the parcels of a person's own proposals in which it is the group's turn: a constant number of queries."""
    turns = [state.value for state in _WHAT]
    rows = parcels_with_names().filter(proposal__in=proposal_ids_of(person), state__in=turns)
    return [_waiting(row) for row in rows.order_by("-pk")[:MOST]]


def _waiting(row: Parcel) -> Waiting:
    state = S(row.state)
    return Waiting(
        what=_WHAT[state].format(row.name),
        why=HEADLINES[state],
        link=f"/parcels/{row.code}/papers/" if state is S.APPROVED else f"/parcels/{row.code}/",
        proposal=row.proposal.code,
        due=row.dispatch_by if state.is_unsent else None,
        is_trouble=state.is_hold or state in _REFUSED,
    )
