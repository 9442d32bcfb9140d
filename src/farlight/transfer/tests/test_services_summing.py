import hashlib
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from farlight.beamtime.public import session_folder
from farlight.bus.public import entries_after
from farlight.kernel.errors import Invalid, NotFound
from farlight.people.public import person_named
from farlight.people.tests.factories import make_person
from farlight.transfer.access import chosen_files, session_files
from farlight.transfer.domain.addresses import Scope
from farlight.transfer.errors import NoSuchFile
from farlight.transfer.handlers import (
    read_what_was_cancelled,
    read_what_was_collected,
    read_what_was_left,
    read_what_was_made,
)
from farlight.transfer.models import ChecksumList
from farlight.transfer.queries import known_sums
from farlight.transfer.services import summing
from farlight.transfer.services.queueing import compute_checksums
from farlight.transfer.services.selecting import KEPT, choose_files, forget_old_selections
from farlight.transfer.tests.conftest import CONTENT
from farlight.transfer.tests.factories import make_session

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def known(ada, session):
    choice = chosen_files(ada, Scope(session=session.code, run=1))
    sums = known_sums(session.code, choice.entries)
    return {entry.last_name: sums.of(entry).sha256 for entry in choice.entries if sums.of(entry)}


def test_files_of_a_run_are_read_once(ada, session, write, django_capture_on_commit_callbacks):
    assert compute_checksums.func(session.code, 1) == "0 files left"
    assert compute_checksums.func(session.code, 1) == "0 files left"
    assert known(ada, session) == {
        "dials.index.log": hashlib.sha256("Größe: 78.1 Å".encode()).hexdigest(),
        "lyso_data_000001.h5": hashlib.sha256(b"data").hexdigest(),
        "lyso_master.h5": hashlib.sha256(CONTENT).hexdigest(),
    }
    bodies = [e.body for e in entries_after(session.code, 0, limit=100) if e.kind == "checksums-computed"]
    assert bodies == [
        {"session": session.code, "run": 1, "files": 3, "size_bytes": 10240 + 4 + len("Größe: 78.1 Å".encode())}
    ]


def test_what_changed_is_read_again(ada, session, write):
    compute_checksums.func(session.code, 1)
    write("raw/run-001/lyso_data_000001.h5", b"more", at_s=1_700_000_009)
    assert "lyso_data_000001.h5" not in known(ada, session)
    compute_checksums.func(session.code, 1)
    assert known(ada, session)["lyso_data_000001.h5"] == hashlib.sha256(b"more").hexdigest()


def test_a_large_run_is_read_in_turns(ada, session, write, monkeypatch):
    monkeypatch.setattr(summing, "SLICE_S", 0.0)
    assert compute_checksums.func(session.code, 1) == "2 files left"
    assert len(known(ada, session)) == 1
    compute_checksums.func(session.code, 1)
    compute_checksums.func(session.code, 1)
    assert len(known(ada, session)) == 3


def test_a_file_that_is_written_to_has_no_sum_yet(ada, session, write, monkeypatch):
    files = session_files(ada, session.code)
    entry = files.entry("raw/run-001/lyso_master.h5")
    assert summing.checksum_of(files.storage, entry).crc32 == zlib.crc32(CONTENT)
    write("raw/run-001/lyso_master.h5", CONTENT, at_s=1_700_000_009)
    assert summing.checksum_of(files.storage, entry) is None
    (session_folder(session.code) / "raw/run-001/lyso_master.h5").unlink()
    assert summing.checksum_of(files.storage, entry) is None


def test_what_vanishes_while_it_is_read_leaves_no_list(session, write, monkeypatch):
    monkeypatch.setattr(summing, "checksum_of", lambda *_: None)
    assert compute_checksums.func(session.code, 1) == "0 files left"
    assert ChecksumList.objects.count() == 0
    assert [e for e in entries_after(session.code, 0, limit=100) if e.kind == "checksums-computed"] == []


def test_a_run_without_files_has_no_sums(session):
    session_folder(session.code).joinpath("raw/run-001").rmdir()
    assert compute_checksums.func(session.code, 1) == "0 files left"


def test_few_bytes_are_read_while_somebody_waits(ada, session, write, monkeypatch):
    choice = chosen_files(ada, Scope(session=session.code))
    assert len(summing.sums_at_hand(choice).by_name) == 4
    monkeypatch.setattr(summing, "AT_ONCE_BYTES", 20)
    assert len(summing.sums_at_hand(choice).by_name) == 2


@pytest.mark.parametrize(
    "handler", [read_what_was_collected, read_what_was_made, read_what_was_left, read_what_was_cancelled]
)
def test_runs_and_results_are_read_when_they_are_over(session, handler, django_capture_on_commit_callbacks):
    class Event:
        session = "mx2341-1"
        run = 1

    with django_capture_on_commit_callbacks(execute=True):
        handler(Event)
    assert [job.args_kwargs["args"] for job in DBTaskResult.objects.all()] == [["mx2341-1", 1]]


def test_a_selection_is_kept_and_forgotten(ada, session, write):
    names = ["raw/run-001/lyso_master.h5", "processed"]
    scope = choose_files(session=session.code, run=None, names=names, by=ada, now=NOW)
    assert choose_files(session=session.code, run=None, names=names[::-1], by=ada, now=NOW) == scope
    assert [e.name for e in chosen_files(ada, scope).entries] == ["processed/own <b>notes.html", names[0]]
    other = make_session(make_person("rolf"), "mx9999", beamline="sim2")
    for nobodys in (replace(scope, selection="a" * 16), replace(scope, session=other.code)):
        with pytest.raises(NotFound):
            chosen_files(ada if nobodys.session == session.code else person_named("rolf"), nobodys)
    (session_folder(session.code) / names[0]).unlink()
    assert len(chosen_files(ada, scope).entries) == 1
    assert (forget_old_selections(now=NOW + KEPT), forget_old_selections(now=NOW + KEPT + timedelta(1))) == (0, 1)


def test_a_selection_holds_only_what_is_there(ada, session, write):
    with pytest.raises(Invalid):
        choose_files(session=session.code, run=None, names=[], by=ada, now=NOW)
    for run, name in ((None, "none"), (1, "processed"), (None, "../x")):
        with pytest.raises(NoSuchFile):
            choose_files(session=session.code, run=run, names=[name], by=ada, now=NOW)
    assert choose_files(session=session.code, run=1, names=["raw/run-001"], by=ada, now=NOW).selection
