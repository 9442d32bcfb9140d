"""Containers, the sorts of them that the facility knows, and what people report of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from farlight.bus.public import publish
from farlight.kernel.errors import Invalid, Objection
from farlight.kernel.ids import new_opaque_id
from farlight.people.types import Actor
from farlight.proposals.public import proposal_row
from farlight.samples.adapters.photographs import write_new_file
from farlight.samples.adapters.type_files import standard_types
from farlight.samples.domain.geometry import document_of, objections_to_barcode, type_from
from farlight.samples.domain.naming import objections_to_name
from farlight.samples.domain.photographs import Photograph, media_type_of, objections_to_photographs
from farlight.samples.errors import NameTaken
from farlight.samples.events import ContainerRegistered, ContainerReported, ContainerTypeDefined
from farlight.samples.models import Container, ContainerReport, ContainerType, ReportPhotograph
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
    """Return the row of a type of containers; one that comes with Farlight is entered when it is first used.

    Raises
    ------
    Invalid
        When nobody knows such a type.
    """
    row = type_row(code)
    if row is not None:
        return row
    standard = standard_types().get(code)
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
    if container_named(proposal, name) is not None:
        whose = f"Proposal {proposal}" if proposal else "The facility"
        raise NameTaken(f"{whose} has a container {name!r} already.")
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
def report_on_container(
    *,
    container: Container,
    text: str,
    photographs: Sequence[Photograph],
    is_damage: bool,
    by: Actor,
    now: datetime,
) -> ContainerReport:
    """Write down what a container is like, with photographs.

    Raises
    ------
    Invalid
        When nothing is said, or a file is no picture or too large.
    """
    objections = objections_to_photographs(text, photographs)
    if objections:
        raise Invalid(objections)
    report = ContainerReport.objects.create(
        code=new_opaque_id("cr-"), container=container, text=text.strip(), is_damage=is_damage, at=now, by_id=by.pk
    )
    for photograph in photographs:
        _keep(report, photograph)
    Container.objects.filter(pk=container.pk).update(inspected_at=now)
    proposal = container.proposal.code if container.proposal else ""
    event = ContainerReported(
        proposal=proposal,
        container=container.code,
        name=container.name,
        report=report.code,
        photographs=len(photographs),
    )
    publish(event, by=by.username)
    return report


def _keep(report: ContainerReport, photograph: Photograph) -> None:
    code = new_opaque_id("p-")
    folder: Path = settings.FARLIGHT_DATA_DIR / "containers" / report.container.code
    ReportPhotograph.objects.create(
        code=code,
        report=report,
        name=photograph.name,
        media_type=media_type_of(photograph.content),
        size_bytes=len(photograph.content),
        path=str(write_new_file(folder, code, photograph.content)),
    )
