"""SSH keys: added and removed by their owners, used by the gateway."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.bus.public import publish
from farlight.kernel.errors import Invalid, NotFound, Objection
from farlight.kernel.ids import OPAQUE_CODE, new_opaque_id
from farlight.leases.domain.keys import LONGEST_LABEL, MOST_KEYS, PublicKey, fingerprint_of, read_key
from farlight.leases.events import SshKeyAdded, SshKeyRemoved
from farlight.leases.models import SshKey
from farlight.leases.services.channels import close_opened_with
from farlight.leases.types import KeySummary
from farlight.people.types import Actor

USE_NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic
def add_key(*, person: Actor, line: str, label: str, now: datetime) -> KeySummary:
    """Let a person enter by SSH with a key.

    Parameters
    ----------
    line : str
        As it stands in the file that ends in ``.pub``.
    label : str
        What it is called; while empty, the comment of the line.

    Raises
    ------
    Invalid
        With everything that is wrong.
    """
    key = read_key(line)
    if not isinstance(key, PublicKey):
        raise Invalid(key)
    name = (label.strip() or key.comment or "SSH key")[:LONGEST_LABEL]
    rows = SshKey.objects.filter(person_id=person.pk)
    if rows.filter(fingerprint=key.fingerprint).exists():
        raise Invalid([Objection(message="You have this key already.", field="line")])
    if rows.count() >= MOST_KEYS:
        raise Invalid([Objection(message=f"You have {MOST_KEYS} keys already.", mend="Remove those nobody uses.")])
    row = SshKey.objects.create(
        code=new_opaque_id("k-"),
        person_id=person.pk,
        label=name,
        line=f"{key.kind} {key.body}",
        fingerprint=key.fingerprint,
        added_at=now,
    )
    publish(SshKeyAdded(person=person.username, label=name, fingerprint=key.fingerprint), by=person.username)
    _record(AuditKind.KEY_ADDED, row, person, now)
    return _summary_of(row)


@transaction.atomic
def remove_key(*, person: Actor, code: str, now: datetime) -> KeySummary:
    """Let a key of one's own open nothing any more; what it had opened closes within two seconds.

    Raises
    ------
    NotFound
        When the person has none of this code.
    """
    row = SshKey.objects.filter(person_id=person.pk, code=code).first() if OPAQUE_CODE.fullmatch(code) else None
    if row is None:
        raise NotFound
    removed = _summary_of(row)
    row.delete()
    publish(SshKeyRemoved(person=person.username, label=row.label, fingerprint=row.fingerprint), by=person.username)
    close_opened_with(code, now=now)
    _record(AuditKind.KEY_REMOVED, row, person, now)
    return removed


def keys_of(person: Actor) -> list[KeySummary]:
    """Return a person's own keys, the latest first."""
    return [_summary_of(row) for row in SshKey.objects.filter(person_id=person.pk).order_by("-added_at", "-pk")]


def key_line(*, person: Actor, code: str) -> str:
    """Return one of a person's keys as a line; NotFound when they have none of this code."""
    row = SshKey.objects.filter(person_id=person.pk, code=code).first() if OPAQUE_CODE.fullmatch(code) else None
    if row is None:
        raise NotFound
    return row.line


def key_with(person: Actor, blob: bytes) -> KeySummary | None:
    """Return the key of a person that has this binary form; None when there is none."""
    row = SshKey.objects.filter(person_id=person.pk, fingerprint=fingerprint_of(blob)).first()
    return _summary_of(row) if row else None


def note_use(code: str, *, now: datetime) -> None:
    """Keep that a key opened something, to the minute."""
    stale = Q(used_at=None) | Q(used_at__lte=now - USE_NOTED_EVERY)
    SshKey.objects.filter(stale, code=code).update(used_at=now)


def keys_counting_among(codes: Collection[str]) -> set[str]:
    """Return those of some keys that are still somebody's: one query."""
    return set(SshKey.objects.filter(code__in=codes).values_list("code", flat=True))


def _summary_of(row: SshKey) -> KeySummary:
    return KeySummary(
        code=row.code,
        label=row.label,
        kind=row.line.partition(" ")[0],
        fingerprint=row.fingerprint,
        added_at=row.added_at,
        used_at=row.used_at,
    )


def _record(kind: AuditKind, row: SshKey, person: Actor, now: datetime) -> None:
    details = {"label": row.label, "fingerprint": row.fingerprint}
    record(kind=kind, by=person.username, about=person.username, details=details, now=now)
