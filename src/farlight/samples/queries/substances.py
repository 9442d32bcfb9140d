"""Lists of substances and of containers, by cursor."""

from dataclasses import dataclass

from django.db.models import Q

from farlight.beamtime.public import proposal_for
from farlight.beamtime.types import ProposalAction
from farlight.kernel.paging import Page, page_of, whole_number
from farlight.people.types import Actor
from farlight.samples.access import visible_containers, visible_substances
from farlight.samples.models import Container, Substance


@dataclass(frozen=True, kw_only=True)
class SubstanceFilter:
    """Which substances, or containers, somebody looks for; empty means all."""

    proposal: str = ""
    """Code; empty for every proposal that the person sees."""
    words: str = ""
    """Each must stand in a name or acronym."""


def substances_page(person: Actor, wanted: SubstanceFilter, *, cursor: str = "", limit: int = 50) -> Page[Substance]:
    """Return a part of the substances that a person sees, by acronym; NotFound when the proposal may not be known."""
    rows = visible_substances(person)
    if wanted.proposal:
        proposal_for(person, wanted.proposal, ProposalAction.SEE_SAMPLES)
        rows = rows.filter(proposal__code=wanted.proposal)
    for word in wanted.words.split():
        rows = rows.filter(Q(acronym__icontains=word) | Q(name__icontains=word))
    rows = rows.filter(_after("acronym", cursor))
    return page_of(list(rows[: limit + 1]), limit=limit, cursor=lambda row: f"{row.pk}:{row.acronym}")


def containers_page(person: Actor, wanted: SubstanceFilter, *, cursor: str = "", limit: int = 50) -> Page[Container]:
    """Return a part of the containers that a person sees, by name; NotFound when the proposal may not be known."""
    rows = visible_containers(person)
    if wanted.proposal:
        proposal_for(person, wanted.proposal, ProposalAction.SEE_SAMPLES)
        rows = rows.filter(proposal__code=wanted.proposal)
    for word in wanted.words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(barcode=word))
    rows = rows.filter(_after("name", cursor))
    return page_of(list(rows[: limit + 1]), limit=limit, cursor=lambda row: f"{row.pk}:{row.name}")


def _after(column: str, cursor: str) -> Q:
    """Rows behind a cursor; one that nobody gave out begins the list anew."""
    key, _, text = cursor.partition(":")
    number = whole_number(key)
    if number is None:
        return Q()
    return Q(**{f"{column}__gt": text}) | Q(**{column: text, "pk__gt": number})
