"""How samples hang together: what came out of what, what is measured beside what, and who else may see it."""

from django.db import transaction

from farlight.bus.public import publish
from farlight.kernel.errors import Invalid, Objection
from farlight.people.types import Actor
from farlight.proposals.public import proposal_row
from farlight.samples.events import SampleChanged, SampleShared, SamplesRelated
from farlight.samples.models import Sample, SampleRelation
from farlight.samples.queries.family import ancestors_of
from farlight.samples.types import RelationKind


@transaction.atomic
def relate_samples(*, child: Sample, parent: Sample, kind: RelationKind, by: Actor) -> SampleRelation:
    """Say that a sample came out of another one.

    Raises
    ------
    Invalid
        When they are of different proposals, or one would come out of itself.
    """
    objections = []
    if child.proposal_id != parent.proposal_id:
        objections.append(Objection(message=f"{parent.name} is of another proposal.", field="parent"))
    if child.pk == parent.pk or child.pk in ancestors_of(parent.pk):
        message = f"{child.name} would come out of itself."
        objections.append(Objection(message=message, mend="Choose another sample.", field="parent"))
    if objections:
        raise Invalid(objections)
    row, is_new = SampleRelation.objects.update_or_create(
        child=child, parent=parent, defaults={"kind": kind.value}, create_defaults={"kind": kind.value}
    )
    if is_new:
        event = SamplesRelated(proposal=child.proposal.code, sample=child.code, parent=parent.code, relation=kind.value)
        publish(event, by=by.username)
    return row


@transaction.atomic
def part_samples(*, child: Sample, parent: Sample, by: Actor) -> None:
    """Take back that a sample came out of another one."""
    gone, _ = SampleRelation.objects.filter(child=child, parent=parent).delete()
    if gone:
        _tell_change(child, "parents", by)


@transaction.atomic
def pair_samples(*, sample: Sample, partner: Sample | None, by: Actor) -> None:
    """Say what is measured beside a sample: its buffer, empty can or background; None takes it back.

    Raises
    ------
    Invalid
        When it is of another proposal, or the sample itself.
    """
    if partner is not None and (partner.pk == sample.pk or partner.proposal_id != sample.proposal_id):
        message = f"{partner.name} cannot be measured beside {sample.name}."
        mend = "Choose another sample of the same proposal."
        raise Invalid([Objection(message=message, mend=mend, field="paired_with")])
    wanted = partner.pk if partner else None
    if sample.paired_with_id != wanted:
        sample.paired_with_id = wanted
        sample.save(update_fields=["paired_with"])
        _tell_change(sample, "paired_with", by)


@transaction.atomic
def share_sample(*, sample: Sample, with_proposal: str, by: Actor) -> None:
    """Let the group of another proposal see and measure a sample; the caller has asked about both proposals."""
    other = proposal_row(with_proposal)
    if other.pk == sample.proposal_id or sample.also_in.filter(pk=other.pk).exists():
        return
    sample.also_in.add(other)
    event = SampleShared(proposal=sample.proposal.code, sample=sample.code, with_proposal=with_proposal)
    publish(event, by=by.username)


def _tell_change(sample: Sample, field: str, by: Actor) -> None:
    event = SampleChanged(proposal=sample.proposal.code, sample=sample.code, name=sample.name, fields=(field,))
    publish(event, by=by.username)
