"""Substances, samples, containers, and what lies where."""

from datetime import datetime

from django.db import transaction

from farlight.bus.public import publish
from farlight.kernel.errors import Invalid, Objection
from farlight.kernel.ids import new_opaque_id
from farlight.people.types import Actor
from farlight.proposals.public import proposal_row
from farlight.samples.errors import NameTaken, PositionTaken
from farlight.samples.events import ContainerRegistered, SamplePlaced, SampleRegistered, SubstanceRegistered
from farlight.samples.models import Container, Placement, Sample, Substance
from farlight.samples.types import ContainerKind, Hazard


@transaction.atomic
def register_substance(*, proposal: str, acronym: str, name: str, hazard: Hazard, by: Actor | None = None) -> Substance:
    """Enter a substance.

    Raises
    ------
    NameTaken
        When the proposal has one with that acronym.
    """
    group = proposal_row(proposal)
    if Substance.objects.filter(proposal_id=group.pk, acronym=acronym).exists():
        raise NameTaken(f"Proposal {proposal} has a substance {acronym!r} already.")
    row = Substance.objects.create(proposal_id=group.pk, acronym=acronym, name=name, hazard=hazard.value)
    publish(SubstanceRegistered(proposal=proposal, acronym=acronym, hazard=hazard.value), by=_login(by))
    return row


@transaction.atomic
def register_sample(*, substance: Substance, name: str, comment: str = "", by: Actor | None = None) -> Sample:
    """Enter a sample.

    Raises
    ------
    NameTaken
        When the proposal has one of that name.
    """
    if Sample.objects.filter(proposal_id=substance.proposal_id, name=name).exists():
        raise NameTaken(f"The proposal has a sample {name!r} already.")
    row = Sample.objects.create(
        code=new_opaque_id(length=8),
        substance=substance,
        name=name,
        proposal_id=substance.proposal_id,
        comment=comment,
    )
    publish(
        SampleRegistered(proposal=substance.proposal.code, sample=row.code, name=name, acronym=substance.acronym),
        by=_login(by),
    )
    return row


@transaction.atomic
def register_container(*, proposal: str, code: str, kind: ContainerKind, by: Actor | None = None) -> Container:
    """Enter a container.

    Raises
    ------
    NameTaken
        When there is one with that code.
    """
    if Container.objects.filter(code=code).exists():
        raise NameTaken(f"There is a container {code!r} already.")
    row = Container.objects.create(proposal_id=proposal_row(proposal).pk, code=code, kind=kind.value)
    publish(ContainerRegistered(proposal=proposal, container=code, container_kind=kind.value), by=_login(by))
    return row


@transaction.atomic
def place_sample(
    *, sample: Sample, container: Container, position: int, now: datetime, by: Actor | None = None
) -> None:
    """Put a sample into a position of a container. Nothing happens when it lies there already.

    Raises
    ------
    Invalid
        When the container has no such position, or is of another proposal.
    PositionTaken
        When another sample lies there.
    """
    _refuse_impossible_place(sample, container, position)
    lies = Placement.objects.filter(container=container, position=position, is_current=True).first()
    if lies is not None and lies.sample_id == sample.pk:
        return
    if lies is not None:
        raise PositionTaken(f"{lies.sample.name} lies in position {position} of {container.code}.")
    Placement.objects.filter(sample=sample, is_current=True).update(is_current=False)
    Placement.objects.create(sample=sample, container=container, position=position, since=now)
    publish(
        SamplePlaced(proposal=sample.proposal.code, sample=sample.code, container=container.code, position=position),
        by=_login(by),
    )


def _refuse_impossible_place(sample: Sample, container: Container, position: int) -> None:
    kind = ContainerKind(container.kind)
    objections = []
    if not 1 <= position <= kind.positions:
        message = f"A {kind.value} has positions 1 to {kind.positions}, not {position}."
        objections.append(Objection(message=message, field="position"))
    if container.proposal_id != sample.proposal_id:
        objections.append(
            Objection(message=f"Container {container.code} is not of the sample's proposal.", field="container")
        )
    if objections:
        raise Invalid(objections)


def _login(by: Actor | None) -> str:
    return by.username if by else ""
