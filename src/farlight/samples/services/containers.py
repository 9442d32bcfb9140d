"""Containers, and the sorts of them that the facility knows."""

from collections.abc import Iterable

from django.db import transaction

from farlight.bus.public import publish
from farlight.kernel.errors import Invalid, Objection
from farlight.kernel.ids import new_opaque_id
from farlight.people.types import Actor
from farlight.proposals.public import proposal_row
from farlight.samples.adapters.type_files import standard_types
from farlight.samples.domain.geometry import document_of, objections_to_barcode, type_from
from farlight.samples.domain.naming import objections_to_name
from farlight.samples.errors import NameTaken, StateForbids
from farlight.samples.events import ContainerHandedOver, ContainerRegistered, ContainerRetired, ContainerTypeDefined
from farlight.samples.models import Container, ContainerType, Placement
from farlight.samples.queries.named import container_named, type_row
from farlight.samples.types import ContainerDetails, ContainerTypeSummary


@transaction.atomic
def define_container_types(*, types: Iterable[ContainerTypeSummary]) -> int:
    """Enter types of containers as far as they are not there yet, and return how many were new.

    Raises
    ------
    Invalid
        When a version that is there says something else: layouts that containers were filled by never change.
    """
    wanted = list(types)
    known = {(row.code, row.version): row for row in ContainerType.objects.filter(code__in={t.code for t in wanted})}
    objections = [
        Objection(
            message=f"Version {summary.version} of container type {summary.code} is there, and says something else.",
            mend=f"Give it version {summary.version + 1}.",
            field="version",
        )
        for summary in wanted
        if (row := known.get((summary.code, summary.version))) and row.document != document_of(summary)
    ]
    if objections:
        raise Invalid(objections)
    fresh = [summary for summary in wanted if (summary.code, summary.version) not in known]
    for summary in fresh:
        _define(summary)
    return len(fresh)


def _define(summary: ContainerTypeSummary) -> ContainerType:
    older = ContainerType.objects.filter(code=summary.code, is_current=True)
    newest = older.values_list("version", flat=True).first() or 0
    if summary.version > newest:
        older.update(is_current=False)
    row = ContainerType.objects.create(
        code=summary.code,
        version=summary.version,
        is_current=summary.version > newest,
        title=summary.title,
        form_factor=summary.form_factor,
        is_deprecated=summary.is_deprecated,
        document=document_of(summary),
    )
    publish(ContainerTypeDefined(container_type=summary.code, version=summary.version))
    return row


def known_type(code: str) -> ContainerType:
    """Return the row of a type of containers; what comes with Farlight is entered when it is first used.

    Raises
    ------
    Invalid
        When nobody knows such a type.
    """
    row, standard = type_row(code), standard_types().get(code)
    if row is not None and (standard is None or standard.version <= row.version):
        return row
    if standard is None:
        message = f"There is no type of container {code!r}."
        raise Invalid([Objection(message=message, mend="Choose one that the facility knows.", field="container_type")])
    return _define(standard)


@transaction.atomic
def register_container(
    *,
    proposal: str,
    name: str,
    container_type: str,
    details: ContainerDetails | None = None,
    by: Actor | None = None,
) -> Container:
    """Enter a container of a proposal; an empty code means the facility's own.

    Raises
    ------
    NameTaken
        When the proposal has one of that name, whatever its capitals.
    Invalid
        With everything that is wrong with it.
    """
    said = details or ContainerDetails()
    row_of_type = known_type(container_type)
    objections = objections_to_name("container", name)
    objections += objections_to_barcode(type_from(row_of_type.document), said.barcode)
    if objections:
        raise Invalid(objections)
    _refuse_twin(proposal, name)
    row = Container.objects.create(
        code=new_opaque_id("c-", length=10),
        proposal_id=proposal_row(proposal).pk if proposal else None,
        name=name,
        barcode=said.barcode,
        type=row_of_type,
        is_registered=said.is_registered,
        owner_id=by.pk if by else None,
    )
    event = ContainerRegistered(proposal=proposal, container=row.code, name=name, container_type=container_type)
    publish(event, by=by.username if by else "")
    return row


@transaction.atomic
def hand_over_container(*, container: Container, proposal: str, by: Actor) -> Container:
    """Lend a container of the facility to a group, or give it back: an empty code means the facility.

    Raises
    ------
    NameTaken
        When whoever gets it has one of that name.
    StateForbids
        While anything lies in it.
    """
    if Placement.objects.filter(container=container, until=None).exists():
        raise StateForbids(f"There is something in {container.name}; empty it first.")
    before = container.proposal.code if container.proposal else ""
    if before == proposal:
        return container
    _refuse_twin(proposal, container.name)
    container.proposal = proposal_row(proposal) if proposal else None
    container.save(update_fields=["proposal"])
    event = ContainerHandedOver(proposal=proposal, container=container.code, name=container.name, before=before)
    publish(event, by=by.username)
    return container


@transaction.atomic
def retire_container(*, container: Container, reason: str, by: Actor) -> None:
    """Put nothing into a container any more: it is broken, lost or old.

    Raises
    ------
    Invalid
        When no reason is given.
    """
    if not reason.strip():
        raise Invalid([Objection(message="It is not said why.", mend="Say what is wrong with it.", field="reason")])
    if Container.objects.filter(pk=container.pk, is_retired=False).update(is_retired=True):
        proposal = container.proposal.code if container.proposal else ""
        event = ContainerRetired(
            proposal=proposal, container=container.code, name=container.name, reason=reason.strip()
        )
        publish(event, by=by.username)


def _refuse_twin(proposal: str, name: str) -> None:
    if container_named(proposal, name) is not None:
        whose = f"Proposal {proposal}" if proposal else "The facility"
        raise NameTaken(f"{whose} has a container {name!r} already.")
