from dataclasses import replace
from datetime import UTC, datetime, timedelta

from farlight.audit.public import records
from farlight.bus.public import entries_after
from farlight.people.tests.factories import make_person
from farlight.transfer.domain.downloads import DownloadState, Way
from farlight.transfer.domain.ranges import Span
from farlight.transfer.queries import downloads_of, open_downloads
from farlight.transfer.services import following
from farlight.transfer.services.following import (
    ADDRESSES_KEPT,
    Taken,
    Told,
    begin_download,
    end_part,
    forget_addresses,
    record_progress,
    record_taken,
    settle_downloads,
)
from farlight.transfer.services.progress import Progress

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def events(session):
    return [e.body for e in entries_after(session.code, 0, limit=100) if e.kind == "files-downloaded"]


def told(session, ada):
    return [(r.state, r.files, r.sent_bytes, r.size_bytes, r.percent) for r in downloads_of(ada, session.code)]


def test_an_archive_that_was_sent_whole_is_told_once(session, ada, asked):
    key = begin_download(asked, now=NOW)
    record_progress([Told(key, "k1", [(0, 40)], 40.0)], now=NOW)
    assert open_downloads() == {session.code: [[*open_downloads()[session.code][0][:1], "running", 40, 100]]}
    assert [(r.is_open, r.left_s) for r in downloads_of(ada, session.code)] == [(True, 1.5)]
    end_part(key, "k1", [(40, 100)], outcome=None, now=NOW)
    end_part(key, "k1", [(40, 100)], outcome=None, now=NOW)
    record_progress([Told(key, "k1", [(0, 40)], 40.0)], now=NOW)
    (event,) = events(session)
    assert {
        name: event[name] for name in ("person", "way", "what", "files", "size_bytes", "sent_bytes", "outcome")
    } == {
        "person": "ada",
        "way": "https",
        "what": "run 1 as tar",
        "files": 1,
        "size_bytes": 100,
        "sent_bytes": 100,
        "outcome": "complete",
    }
    assert told(session, ada) == [("complete", 1, 100, 100, 100)]
    (act,) = [r for r in records(session_code=session.code).items if r.kind == "files_downloaded"]
    assert (act.by, act.about, act.session_code, act.address) == ("ada", "run 1 as tar", session.code, "192.0.2.7")


def test_a_broken_one_that_is_gone_on_with_is_one_download(session, ada, asked):
    first = begin_download(asked, now=NOW)
    end_part(first, "k1", [(0, 99)], outcome=DownloadState.INTERRUPTED, now=NOW)
    assert told(session, ada) == [("interrupted", 1, 99, 100, 99)]
    again = begin_download(asked, now=NOW + timedelta(minutes=10))
    end_part(again, "k1", [(99, 100)], outcome=None, now=NOW + timedelta(minutes=10))
    assert (again, told(session, ada)) == (first, [("complete", 1, 100, 100, 100)])
    assert len(events(session)) == 1


def test_pieces_side_by_side_are_one_download_and_count_each_byte_once(session, ada, asked):
    keys = {begin_download(asked, now=NOW) for _ in range(3)}
    (key,) = keys
    for piece in ([(0, 50)], [(25, 75)], [(70, 100)]):
        end_part(key, "k1", piece, outcome=None, now=NOW)
    assert told(session, ada) == [("complete", 1, 100, 100, 100)]


def test_files_one_after_the_other_are_one_download(session, ada, asked):
    for number in range(3):
        one = replace(asked, key=f"f{number}", words=f"raw/{number}.h5", is_archive=False)
        end_part(begin_download(one, now=NOW), one.key, [(0, 100)], outcome=None, now=NOW)
    assert told(session, ada) == [("running", 3, 300, 300, 100)]
    assert settle_downloads(now=NOW + timedelta(seconds=31)) == 1
    assert told(session, ada) == [("complete", 3, 300, 300, 100)]
    assert [(e["what"], e["files"]) for e in events(session)] == [("raw/0.h5", 3)]
    assert downloads_of(ada, session.code)[0].words == "raw/0.h5 and 2 more"


def test_pieces_of_what_is_whole_already_count_nothing(session, ada, asked, monkeypatch):
    monkeypatch.setattr(following, "REMEMBERED", 1)
    for key in ("f1", "f1", "f2", "f2"):
        one = replace(asked, key=key, is_archive=False)
        end_part(begin_download(one, now=NOW), key, [(0, 100)], outcome=None, now=NOW)
    assert told(session, ada) == [("running", 2, 200, 200, 100)]


def test_what_is_not_gone_on_with_is_broken(session, ada, asked):
    begin_download(asked, now=NOW)
    assert settle_downloads(now=NOW + timedelta(seconds=10)) == 0
    assert settle_downloads(now=NOW + timedelta(seconds=31)) == 1
    assert (told(session, ada)[0][0], events(session)) == ("interrupted", [])
    assert settle_downloads(now=NOW + timedelta(seconds=32)) == 0
    assert settle_downloads(now=NOW + timedelta(minutes=16)) == 1
    assert (told(session, ada)[0][0], [e["outcome"] for e in events(session)]) == ("broken", ["broken"])
    assert begin_download(asked, now=NOW + timedelta(minutes=17))
    assert len(told(session, ada)) == 2


def test_access_that_ended_is_told_at_once(session, ada, asked):
    key = begin_download(asked, now=NOW)
    end_part(key, "k1", [(0, 7)], outcome=DownloadState.REVOKED, now=NOW)
    assert [(e["outcome"], e["sent_bytes"]) for e in events(session)] == [("revoked", 7)]


def test_an_empty_file_is_whole(session, ada, asked):
    begin_download(replace(asked, size_bytes=0), now=NOW)
    assert told(session, ada) == [("running", 1, 0, 0, 100)]


def test_an_answer_tells_what_it_sent(session, ada, asked):
    progress = Progress(begin_download(asked, now=NOW), "k1", [Span(10, 60)])
    progress.sent(20)
    progress.tell()
    assert told(session, ada)[0][2] == 20
    progress.sent(30)
    progress.end(None)
    assert told(session, ada)[0][2] == 50


def by_sftp(asked, sent, **more):
    return Taken(asked=replace(asked, way=Way.SFTP, is_archive=False), sent=sent, **more)


def test_a_client_that_takes_parts_in_any_order_is_as_far_as_it_has_bytes(session, ada, asked):
    record_taken([by_sftp(asked, [(60, 100), (0, 20), (10, 40)], rate_bytes_per_s=80.0)], now=NOW)
    assert told(session, ada) == [("running", 1, 80, 100, 80)]
    record_taken([by_sftp(asked, [(40, 60)])], now=NOW)
    settle_downloads(now=NOW + timedelta(seconds=31))
    assert told(session, ada) == [("complete", 1, 100, 100, 100)]
    assert [event["outcome"] for event in events(session)] == ["complete"]


def test_what_many_take_is_written_down_in_one_go_each_to_their_own(session, ada, asked, django_assert_max_num_queries):
    bela = make_person("bela")
    of_bela = replace(asked, person_id=bela.pk, person="bela")
    many = [replace(asked, key=f"k{number}", words=f"file {number}") for number in range(30)]
    with django_assert_max_num_queries(7):
        record_taken([by_sftp(one, [(0, 10)]) for one in many] + [by_sftp(of_bela, [(0, 5)])], now=NOW)
    rows = [(row.person, row.files, row.sent_bytes, row.size_bytes) for row in downloads_of(ada, session.code)]
    assert sorted(rows) == [("Ada Tester", 30, 300, 3000), ("Bela Tester", 1, 5, 100)]


def test_of_what_one_person_takes_access_that_ended_counts_most(session, ada, asked):
    states = (None, DownloadState.REVOKED, DownloadState.INTERRUPTED)
    record_taken([by_sftp(replace(asked, key=f"k{n}"), [(0, 1)], outcome=one) for n, one in enumerate(states)], now=NOW)
    assert [(event["outcome"], event["sent_bytes"]) for event in events(session)] == [("revoked", 3)]
    record_taken([by_sftp(asked, [(0, 1)], outcome=DownloadState.INTERRUPTED)], now=NOW)
    assert [row[0] for row in told(session, ada)] == ["interrupted", "revoked"]


def test_an_answer_of_several_ranges_tells_at_its_end(session, ada, asked):
    progress = Progress(begin_download(asked, now=NOW), "k1", [Span(0, 10), Span(90, 100)])
    progress.sent(500)
    progress.tell()
    assert told(session, ada)[0][2] == 0
    progress.end(None)
    assert told(session, ada)[0][2] == 20


def test_addresses_are_forgotten(session, ada, asked):
    begin_download(asked, now=NOW)
    assert forget_addresses(now=NOW + ADDRESSES_KEPT) == 0
    assert forget_addresses(now=NOW + ADDRESSES_KEPT + timedelta(days=1)) == 1
    assert [(r.address, r.client) for r in downloads_of(ada, session.code)] == [("", "")]
