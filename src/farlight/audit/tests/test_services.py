"""Records are written with the act, sealed after it, and never changed; only the personal part goes."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from farlight.audit.domain.chain import GENESIS
from farlight.audit.models import Chain, Record
from farlight.audit.public import erase_personal_parts, exported, record, record_refusal, records, seal, verify_chain
from farlight.audit.types import AuditGroup, AuditKind, ChainFault, ChainReport

NOW = datetime(2030, 5, 6, 8, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def write(count=3, **more):
    for number in range(count):
        record(
            kind=AuditKind.TOKEN_ISSUED,
            by="ada",
            about="rolf",
            session_code="mx1-1",
            address="192.0.2.7",
            details={"n": number, "share_frac": 0.25},
            **{"now": NOW, **more},
        )


def shown(page):
    return [(r.number, r.kind.value, r.by, r.about, r.session_code, r.address, r.details) for r in page.items]


def test_nothing_at_all_holds():
    assert verify_chain() == ChainReport(records=0, erased=0, number=0, hash=GENESIS, faults=())
    assert (seal(), records().items, list(exported())) == (0, (), [])


def test_records_are_sealed_after_the_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        write(2)
        assert [r.number for r in records().items] == [None, None]
    report = verify_chain()
    assert (report.records, report.number, report.holds) == (2, 2, True)
    act = ("token_issued", "ada", "rolf", "mx1-1", "192.0.2.7")
    assert shown(records()) == [(2, *act, {"n": 1, "share_frac": 0.25}), (1, *act, {"n": 0, "share_frac": 0.25})]


def test_what_is_undone_was_never_recorded():
    with transaction.atomic():
        write(1)
        transaction.set_rollback(True)
    assert records().items == ()


def test_many_are_sealed_in_parts(monkeypatch):
    monkeypatch.setattr("farlight.audit.services.sealing.AT_ONCE", 2)
    write(5)
    assert (seal(), verify_chain().records, verify_chain().holds) == (5, 5, True)


def test_what_anybody_sends_is_cut_and_made_harmless():
    record(
        kind=AuditKind.SIGN_IN_FAILED,
        by="x" * 10_000,
        about="\ud800\0" * 500,
        details={f"k{n}": "y" * 5000 for n in range(50)},
        now=NOW,
    )
    seal()
    (row,) = records().items
    assert (len(row.by), row.about[:2], len(row.about), len(row.details)) == (150, "?�", 300, 20)
    assert ({len(str(v)) for v in row.details.values()}, verify_chain().holds) == ({300}, True)


@pytest.mark.parametrize("change", [{"by": "eve"}, {"kind": "signed_in"}, {"number": 9}, {"hash": "0" * 64}])
def test_the_database_refuses_to_change_what_is_sealed(change):
    write(1)
    Record.objects.update(by="grace")  # not sealed yet
    seal()
    with pytest.raises(DatabaseError), transaction.atomic():
        Record.objects.update(**change)


def test_a_record_that_is_removed_all_the_same_is_told():
    write(3)
    seal()
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError), transaction.atomic():
            Record.objects.filter(number=2).delete()
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE audit_record DISABLE TRIGGER audit_nothing_goes")
    Record.objects.filter(number=2).delete()
    assert verify_chain().faults == ((2, ChainFault.MISSING),)
    Record.objects.all().delete()
    assert verify_chain().faults == ((1, ChainFault.CUT),)


def test_only_so_many_faults_are_listed():
    Chain.objects.create(pk=1, number=500, hash=GENESIS)
    Record.objects.create(number=500, at=NOW, kind="signed_in", digest="", hash="")
    assert len(verify_chain().faults) == 100


def test_persons_are_erased_by_policy_and_the_chain_holds():
    write(2)
    write(1, now=NOW + timedelta(days=10))
    seal()
    later = NOW + timedelta(days=31)
    assert erase_personal_parts(now=later, keep=timedelta(days=30)) == 2
    assert erase_personal_parts(now=later, keep=timedelta(days=30)) == 0
    seal()
    report = verify_chain()
    assert (report.records, report.erased, report.holds) == (4, 2, True)
    assert [(r.number, r.kind, r.by, r.session_code, r.details, r.erased_at) for r in records().items[1:]] == [
        (3, AuditKind.TOKEN_ISSUED, "ada", "mx1-1", {"n": 0, "share_frac": 0.25}, None),
        (2, AuditKind.TOKEN_ISSUED, "", "mx1-1", {}, later),
        (1, AuditKind.TOKEN_ISSUED, "", "mx1-1", {}, later),
    ]
    assert records().items[0].details == {"records": 2, "older_than_days": 30}
    assert not Record.objects.filter(erased_at=later).exclude(salt="", by="", about="", address="").exists()


def test_the_list_is_narrowed_and_paged():
    write(2)
    record(kind=AuditKind.SIGNED_IN, by="rolf", address="198.51.100.9", now=NOW + timedelta(days=1))
    assert [r.kind.value for r in records(group=AuditGroup.SIGN_ON).items] == ["signed_in"]
    assert [len(records(words=words).items) for words in ("rolf", "ada mx1", "198.51", "nobody")] == [3, 2, 1, 0]
    assert [len(records(**asked).items) for asked in ({"since": NOW + timedelta(hours=1)}, {"until": NOW})] == [1, 0]
    assert len(records(session_code="mx1-1").items) == 2
    first = records(limit=2)
    rest = records(limit=2, cursor=first.next_cursor)
    assert ([len(first.items), len(rest.items)], rest.next_cursor) == ([2, 1], None)


def test_the_same_refusal_is_recorded_once_a_minute():
    asked = {"by": "eve", "session_code": "mx1-1", "what": "GET /sessions/mx1-1/", "address": "192.0.2.1"}
    said = [record_refusal(now=NOW + timedelta(seconds=s), **asked) for s in (0, 30, 61)]
    other = record_refusal(now=NOW, **{**asked, "session_code": "mx1-2"})
    assert (said, other, len(records().items)) == ([True, False, True], True, 3)


def test_an_export_can_be_verified_by_anybody():
    write(2)
    seal()
    lines = [json.loads(line) for line in exported(after=1)]
    assert [(line["number"], line["kind"], line["by"], line["at"]) for line in lines] == [
        (2, "token_issued", "ada", "2030-05-06T08:00:00+00:00")
    ]
    assert (lines[0]["hash"], len(lines[0]["salt"])) == (verify_chain().hash, 32)
    assert verify_chain(noted={2: lines[0]["hash"]}).holds
    assert not verify_chain(noted={2: "0" * 64}).holds
