"""The record of acts, for those who may read it and for nobody else."""

from collections.abc import Iterator
from datetime import datetime

from farlight.audit.public import exported, record, records, seal
from farlight.audit.types import AuditGroup, AuditKind, AuditRecord
from farlight.kernel.errors import NotFound
from farlight.kernel.paging import Page
from farlight.people.public import reads_audit
from farlight.people.types import Actor


def records_for(  # noqa: PLR0913 - so many ways to narrow it down
    person: Actor,
    *,
    group: AuditGroup | None,
    words: str,
    since: datetime | None,
    until: datetime | None,
    cursor: str,
    limit: int,
) -> Page[AuditRecord]:
    """Return a page of the records; NotFound for those who do not look after security."""
    _ask(person)
    return records(group=group, words=words, since=since, until=until, cursor=cursor, limit=limit)


def export_for(person: Actor, *, address: str, now: datetime) -> Iterator[str]:
    """Return all records as lines, the export itself among them; raises as :func:`records_for`."""
    _ask(person)
    record(kind=AuditKind.RECORDS_EXPORTED, by=person.username, address=address, now=now)
    seal()
    return exported()


def _ask(person: Actor) -> None:
    if not reads_audit(person):
        raise NotFound
