"""Certificates of SSH keys: issued after a second factor, and revoked."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.beamtime.public import session_row, sessions_around, sessions_with_files
from farlight.beamtime.types import SessionSummary
from farlight.bus.public import publish
from farlight.kernel.errors import Invalid, NotAllowed, NotFound, Objection
from farlight.kernel.ids import OPAQUE_CODE, new_opaque_id
from farlight.leases.adapters.authority import Order, authority_fingerprint, replace_authority, sign
from farlight.leases.domain.certificates import CLOCKS_DIFFER, HOURS, MOST_AT_ONCE, Issued, counts, valid_until
from farlight.leases.domain.keys import PublicKey, read_key
from farlight.leases.events import CertificateIssued, CertificateRevoked
from farlight.leases.models import SshCertificate
from farlight.leases.queries import lease_of
from farlight.leases.services.channels import close_opened_with
from farlight.leases.types import CertificateSummary, ChannelKind
from farlight.people.public import factor_given_at, objections_to_fresh_factor
from farlight.people.types import Actor, Credential, StepUpAction

KEPT_FOR = timedelta(days=30)
"""Rows of certificates that ended are there so long; the record of acts keeps that they were issued."""
MOST_OFFERED = 20
USE_NOTED_EVERY = timedelta(minutes=1)


def objections_to_issuing(person: Actor, credential: Credential, now: datetime) -> tuple[Objection, ...]:
    """What stands in the way of somebody getting a certificate: the factor that it is to stand for."""
    return objections_to_fresh_factor(credential, person=person, action=StepUpAction.SSH, now=now)


@transaction.atomic
def issue_certificate(  # noqa: PLR0913 - a certificate has so many parts
    *,
    person: Actor,
    credential: Credential,
    line: str,
    hours: int,
    now: datetime,
    session: str = "",
    only_from: str = "",
    address: str = "",
) -> CertificateSummary:
    """Certify somebody's public key for some hours: it opens the gateway without a code, never longer than a lease.

    Parameters
    ----------
    credential : Credential
        What the request came with: it must carry a second factor that was given just now.
    line : str
        The public key, as it stands in the file that ends in ``.pub``.
    session : str
        Code of the session that it opens, with its computers; empty for the files of all sessions, and no computers.
    only_from : str
        The one address that the certificate counts from; empty for any.
    address : str
        Where the request came from, for the record.

    Raises
    ------
    NotAllowed
        When the second factor is missing.
    Invalid
        With everything that is wrong.
    """
    key = _key_to_certify(person, credential, line, hours, now)
    only, lease_until = _lease_for(person, session, now)
    until = valid_until(now=now, hours=hours, lease_until=lease_until)
    serial = secrets.randbits(62)
    row = SshCertificate.objects.create(
        code=new_opaque_id("x-"),
        serial=serial,
        person_id=person.pk,
        fingerprint=key.fingerprint,
        authority=authority_fingerprint(),
        line=_signed(person, key, serial, now, until, only_from),
        session_id=only,
        address=only_from,
        issued_at=now,
        factor_at=factor_given_at(credential, now=now),
        valid_until=until,
    )
    _tell_of_issue(row, session=session, address=address, now=now)
    return _summary_of(row, now)


def _signed(person: Actor, key: PublicKey, serial: int, now: datetime, until: datetime, only_from: str) -> str:
    order = Order(
        key=f"{key.kind} {key.body}",
        login=person.username,
        serial=serial,
        valid_from=now - CLOCKS_DIFFER,
        valid_until=until,
        addresses=[only_from] if only_from else [],
    )
    return sign(order)


def _tell_of_issue(row: SshCertificate, *, session: str, address: str, now: datetime) -> None:
    whose, serial, until = row.person.username, str(row.serial), row.valid_until
    publish(CertificateIssued(person=whose, serial=serial, fingerprint=row.fingerprint, until=until), by=whose)
    record(
        kind=AuditKind.CERTIFICATE_ISSUED,
        by=whose,
        about=whose,
        session_code=session,
        address=address,
        details={"serial": serial, "fingerprint": row.fingerprint, "until": until.isoformat(), "from": row.address},
        now=now,
    )


def _key_to_certify(person: Actor, credential: Credential, line: str, hours: int, now: datetime) -> PublicKey:
    reasons = objections_to_issuing(person, credential, now)
    if reasons:
        raise NotAllowed(reasons)
    key = read_key(line)
    if not isinstance(key, PublicKey):
        raise Invalid(key)
    wrong = []
    if hours not in HOURS:
        wrong.append(Objection(message="Choose one of the times that are offered.", field="hours"))
    if SshCertificate.objects.filter(person_id=person.pk, revoked_at=None, valid_until__gt=now).count() >= MOST_AT_ONCE:
        wrong.append(Objection(message=f"You have {MOST_AT_ONCE} certificates.", mend="Revoke those nobody uses."))
    if not sessions_with_files(person):
        wrong.append(Objection(message="There is no session yet that it would open.", who="the user office"))
    if wrong:
        raise Invalid(wrong)
    return key


def _lease_for(person: Actor, session: str, now: datetime) -> tuple[int | None, datetime | None]:
    """Return the key of the session that a certificate is to be for, and when the lease of it ends.

    A certificate that is made before the session's end ends with it. Afterwards files are read, for as long as the
    person may.
    """
    if not session:
        return None, _files_until(person, now)
    try:
        files = lease_of(person, session, now).channels[ChannelKind.SFTP]
    except NotFound:
        raise Invalid([Objection(message="There is no such session of yours.", field="session")]) from None
    if not files.allowed:
        raise NotAllowed(files.reasons)
    row = session_row(session)
    ends = [moment for moment in (row.end if now < row.end else None, files.until) if moment]
    return row.pk, min(ends, default=None)


def _files_until(person: Actor, now: datetime) -> datetime | None:
    """Return when the last right to files ends that somebody has by a role; None when some are theirs without end."""
    some = sessions_with_files(person)[:MOST_OFFERED]
    ends = [lease_of(person, one.code, now).channels[ChannelKind.SFTP].until for one in some]
    return None if None in ends else max(filter(None, ends), default=None)


def sessions_to_certify(person: Actor, now: datetime) -> list[SessionSummary]:
    """Return the sessions that are now or to come and may have a certificate of their own, the first one first."""
    calendar, readable = sessions_around(person, now=now, past=0), {one.code for one in sessions_with_files(person)}
    return [one for one in (*calendar.now, *calendar.next) if one.code in readable][:MOST_OFFERED]


def revoke_certificate(*, person: Actor, code: str, now: datetime) -> CertificateSummary:
    """Let a certificate of one's own open nothing any more; what it had opened closes within two seconds.

    Raises
    ------
    NotFound
        When the person has none of this code.
    """
    return _summary_of(_revoked(_row_of(person, code), by=person.username, now=now), now)


def revoke_serials(serials: Collection[int], *, now: datetime) -> int:
    """Let certificates open nothing any more, by their serial numbers; return how many opened something until now."""
    rows = SshCertificate.objects.filter(serial__in=serials, revoked_at=None, valid_until__gt=now)
    return len([_revoked(row, by="", now=now) for row in rows])


def revoke_certificates_of(username: str, *, now: datetime) -> int:
    """Let all certificates of somebody open nothing any more; return how many there were."""
    rows = SshCertificate.objects.filter(person__username=username, revoked_at=None, valid_until__gt=now)
    return len([_revoked(row, by=username, now=now) for row in rows])


def rotate_authority(*, now: datetime) -> str:
    """Make another authority, and revoke what the old one signed; return the new public key."""
    line = replace_authority()
    for row in SshCertificate.objects.filter(revoked_at=None, valid_until__gt=now):
        _revoked(row, by="", now=now)
    return line


@transaction.atomic
def _revoked(row: SshCertificate, *, by: str, now: datetime) -> SshCertificate:
    if SshCertificate.objects.filter(pk=row.pk, revoked_at=None).update(revoked_at=now):
        row.revoked_at = now
        publish(CertificateRevoked(person=row.person.username, serial=str(row.serial)), by=by)
        close_opened_with(row.code, now=now)
        details = {"serial": str(row.serial)}
        record(kind=AuditKind.CERTIFICATE_REVOKED, by=by, about=row.person.username, details=details, now=now)
    return row


def certificates_of(person: Actor, *, now: datetime) -> list[CertificateSummary]:
    """Return a person's own certificates that count, the latest first."""
    rows = SshCertificate.objects.select_related("session").filter(person_id=person.pk, revoked_at=None)
    rows = rows.filter(valid_until__gt=now)
    return [_summary_of(row, now) for row in rows.order_by("-issued_at", "-pk")]


def certificate_line(*, person: Actor, code: str) -> str:
    """Return a certificate of one's own, as the line of the file that ends in ``-cert.pub``; NotFound as above."""
    return _row_of(person, code).line


def certificate_with(
    person: Actor, *, serial: int, fingerprint: str, authority: str, now: datetime
) -> CertificateSummary | None:
    """Return the certificate that somebody shows, when it was issued to them for this key and counts now.

    A key that signs well, but not what stands in the database, opens nothing: so a stolen authority alone is worth
    nothing either.
    """
    rows = SshCertificate.objects.select_related("session")
    row = rows.filter(person_id=person.pk, serial=serial).first()
    if row is None or authority != authority_fingerprint():
        return None
    return (
        _summary_of(row, now) if counts(_issued(row), fingerprint=fingerprint, authority=authority, now=now) else None
    )


def note_certificate_use(code: str, *, now: datetime) -> None:
    """Keep that a certificate opened something, to the minute."""
    stale = Q(used_at=None) | Q(used_at__lte=now - USE_NOTED_EVERY)
    SshCertificate.objects.filter(stale, code=code).update(used_at=now)


def certificates_left_among(codes: Collection[str]) -> set[str]:
    """Return those of some certificates that nobody revoked: one query. What is open when one ends, its lease ends."""
    return set(SshCertificate.objects.filter(code__in=codes, revoked_at=None).values_list("code", flat=True))


def forget_certificates(*, now: datetime) -> int:
    """Forget certificates that ended long ago; return how many."""
    return SshCertificate.objects.filter(valid_until__lt=now - KEPT_FOR).delete()[0]


def _row_of(person: Actor, code: str) -> SshCertificate:
    rows = SshCertificate.objects.filter(person_id=person.pk, code=code)
    row = rows.select_related("person", "session").first() if OPAQUE_CODE.fullmatch(code) else None
    if row is None:
        raise NotFound
    return row


def _issued(row: SshCertificate) -> Issued:
    return Issued(
        fingerprint=row.fingerprint,
        authority=row.authority,
        valid_until=row.valid_until,
        is_revoked=row.revoked_at is not None,
    )


def _summary_of(row: SshCertificate, now: datetime) -> CertificateSummary:
    return CertificateSummary(
        code=row.code,
        serial=str(row.serial),
        fingerprint=row.fingerprint,
        address=row.address,
        session=row.session.code if row.session else "",
        issued_at=row.issued_at,
        valid_until=row.valid_until,
        used_at=row.used_at,
        counts=row.revoked_at is None and now < row.valid_until,
        factor_at=row.factor_at,
    )
