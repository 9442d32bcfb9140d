"""The safety group's review of parcels: only what it has not approved as it is."""

from dataclasses import dataclass

from farlight.beamtime.public import proposals_with
from farlight.beamtime.types import ProposalAction
from farlight.people.types import Actor
from farlight.shipping.access import parcels_with_names, summary_of
from farlight.shipping.domain.contents import ForReview, colour_of, content_hash, to_be_reviewed
from farlight.shipping.queries.contents import contents_of_parcels
from farlight.shipping.types import ParcelState, ParcelSummary

_WAITING = [ParcelState.SUBMITTED.value, ParcelState.UNDER_REVIEW.value]


@dataclass(frozen=True, kw_only=True)
class ParcelReview:
    """A parcel that waits for the safety group."""

    parcel: ParcelSummary
    colour: str
    """Worst colour of all that is in it; empty while anything is not approved."""
    content_hash: str
    to_be_reviewed: tuple[ForReview, ...]


def parcels_due_for_review(person: Actor) -> list[ParcelReview]:
    """Return the parcels about whose hazards a person decides, the oldest first: a constant number of queries."""
    keys = proposals_with(person, ProposalAction.REVIEW_HAZARDS)
    rows = list(parcels_with_names().filter(state__in=_WAITING, proposal__in=keys).order_by("since", "pk"))
    contents = contents_of_parcels(rows)
    found = []
    for row in rows:
        inside = contents[row.pk]
        colour = colour_of(inside)
        found.append(
            ParcelReview(
                parcel=summary_of(row),
                colour=colour.value if colour else "",
                content_hash=content_hash(inside),
                to_be_reviewed=tuple(to_be_reviewed(inside)),
            )
        )
    return found
