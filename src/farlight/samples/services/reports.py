"""What people report of containers, with photographs."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from farlight.bus.public import publish
from farlight.kernel.errors import Invalid
from farlight.kernel.files import write_new_file
from farlight.kernel.ids import new_opaque_id
from farlight.kernel.pictures import Photograph, Picture, drawn_anew
from farlight.people.types import Actor
from farlight.samples.domain.reports import objections_to_report
from farlight.samples.events import ContainerReported
from farlight.samples.models import Container, ContainerReport, ReportPhotograph


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
        When nothing is said, or a file is no picture, too large or damaged.
    """
    objections = objections_to_report(text, photographs)
    if objections:
        raise Invalid(objections)
    pictures = drawn_anew(photographs)
    report = ContainerReport.objects.create(
        code=new_opaque_id("cr-"), container=container, text=text.strip(), is_damage=is_damage, at=now, by_id=by.pk
    )
    for picture in pictures:
        _keep(report, picture)
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


def _keep(report: ContainerReport, picture: Picture) -> None:
    code = new_opaque_id("p-")
    folder: Path = settings.FARLIGHT_DATA_DIR / "containers" / report.container.code
    ReportPhotograph.objects.create(
        code=code,
        report=report,
        name=picture.name,
        media_type=picture.media_type,
        size_bytes=len(picture.content),
        path=str(write_new_file(folder, code, picture.content)),
    )
