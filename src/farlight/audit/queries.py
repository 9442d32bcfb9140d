"""Questions about records; who may ask them is decided by those who ask."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime

from django.db.models import Q, QuerySet

from farlight.audit.domain.chain import GENESIS, MOST_FAULTS, Link, PersonalPart, faults_in
from farlight.audit.models import Chain, Record
from farlight.audit.types import AuditGroup, AuditKind, AuditRecord, ChainFault, ChainReport
from farlight.kernel.paging import Page, page_of, whole_number

AT_ONCE = 2000
"""Rows that are held in memory while the whole chain is read."""


def records(  # noqa: PLR0913 - so many ways to narrow it down
    *,
    group: AuditGroup | None = None,
    words: str = "",
    session_code: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    cursor: str = "",
    limit: int = 50,
) -> Page[AuditRecord]:
    """Return a page of records, newest first; each word stands in who, whom, from where, or the session."""
    rows = _fitting(Record.objects.order_by("-pk"), group, words)
    if session_code:
        rows = rows.filter(session_code=session_code)
    if since:
        rows = rows.filter(at__gte=since)
    if until:
        rows = rows.filter(at__lt=until)
    before = whole_number(cursor)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = [_record_of(row) for row in rows[: limit + 1]]
    return page_of(found, limit=limit, cursor=lambda record: str(record.id))


def _fitting(rows: QuerySet[Record], group: AuditGroup | None, words: str) -> QuerySet[Record]:
    if group:
        rows = rows.filter(kind__in=[kind.value for kind in AuditKind if kind.group is group])
    for word in words.split():
        named = Q(by__icontains=word) | Q(about__icontains=word) | Q(session_code__icontains=word)
        rows = rows.filter(named | Q(address__icontains=word))
    return rows


def exported(*, after: int = 0) -> Iterator[str]:
    """All sealed records after a number, oldest first, one JSON object a line, each with its hash and its digest."""
    rows = Record.objects.filter(number__gt=after).order_by("number")
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield f"{line_of(row)}\n"


def line_of(row: Record) -> str:
    """Return a record as a JSON object."""
    fields = asdict(_record_of(row))
    del fields["id"]
    return json.dumps({**fields, "digest": row.digest, "salt": row.salt}, default=_plain)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def was_recorded(*, kind: AuditKind, by: str, session_code: str, since: datetime) -> bool:
    """Whether the same act of the same person in the same session stands in the records since a moment."""
    return Record.objects.filter(kind=kind.value, by=by, session_code=session_code, at__gte=since).exists()


def verify_chain(*, noted: Mapping[int, str] | None = None) -> ChainReport:
    """Look along the whole chain.

    Parameters
    ----------
    noted : mapping, optional
        Hashes that somebody noted outside, by number: a chain that was written anew from the start holds in itself,
        but not against these.
    """
    chain = Chain.objects.first()
    counted = _Counted()
    rows = Record.objects.exclude(number=None).order_by("number").iterator(chunk_size=AT_ONCE)
    faults: list[tuple[int, ChainFault]] = []
    for fault in faults_in(map(counted.link, rows), reached=chain.number if chain else 0, noted=noted or {}):
        if len(faults) < MOST_FAULTS:
            faults.append(fault)
    return ChainReport(
        records=counted.records,
        erased=counted.erased,
        number=counted.number,
        hash=counted.hash,
        faults=tuple(faults),
    )


class _Counted:
    """Counts the records while they pass by."""

    def __init__(self) -> None:
        self.records = self.erased = self.number = 0
        self.hash = GENESIS

    def link(self, row: Record) -> Link:
        """Return a record as the chain sees it."""
        self.records += 1
        self.erased += row.erased_at is not None
        self.number, self.hash = row.number or 0, row.hash
        return Link(
            number=self.number,
            at=row.at,
            kind=row.kind,
            session_code=row.session_code,
            digest=row.digest,
            hash=row.hash,
            salt=row.salt,
            personal=PersonalPart(by=row.by, about=row.about, address=row.address, details=row.details),
        )


def _record_of(row: Record) -> AuditRecord:
    return AuditRecord(
        id=row.pk,
        number=row.number,
        at=row.at,
        kind=AuditKind(row.kind),
        session_code=row.session_code,
        by=row.by,
        about=row.about,
        address=row.address,
        details=json.loads(row.details),
        hash=row.hash,
        erased_at=row.erased_at,
    )
