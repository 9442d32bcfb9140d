"""A download holds a channel of the lease while something is sent; whoever closes the channel ends the download."""

from datetime import timedelta

import pytest

from farlight.bus.public import entries_after
from farlight.kernel.errors import NotFound
from farlight.kernel.time import utc_now
from farlight.leases.public import channels_in, close_channels, keep_channels
from farlight.people.tests.factories import make_person
from farlight.transfer.domain.downloads import DownloadState
from farlight.transfer.domain.ranges import Span
from farlight.transfer.queries import downloads_of
from farlight.transfer.services.following import Told, begin_download, end_part, record_progress, settle_downloads
from farlight.transfer.services.progress import Progress

SECOND = timedelta(seconds=1)


@pytest.fixture
def now():
    return utc_now()


def open_here(session, ada, now):
    return [(one.kind.value, one.username, one.address) for one in channels_in(ada, session.code, now)]


def told(session):
    kinds = ("channel-opened", "channel-closed")
    entries = entries_after(session.code, 0, limit=100)
    return [(entry.kind, entry.body.get("ending")) for entry in entries if entry.kind in kinds]


def test_one_channel_stands_for_all_pieces_until_the_archive_is_whole(session, ada, asked, now):
    key, same = (begin_download(asked, now=now, holder=ada) for _ in range(2))
    assert (key, open_here(session, ada, now)) == (same, [("downloads", "ada", "192.0.2.7")])
    assert not record_progress([Told(key, "k1", [(0, 50)], 1.0)], now=now)
    end_part(key, "k1", [(50, 100)], outcome=None, now=now)
    assert open_here(session, ada, now) == []
    assert told(session) == [("channel-opened", None), ("channel-closed", "left")]


def test_whoever_closes_the_channel_ends_the_download(session, ada, asked, now):
    staff = make_person("staff", "administrator")
    progress = Progress(begin_download(asked, now=now, holder=ada), "k1", [Span(0, 100)])
    assert progress.tell()
    assert close_channels(session=session.code, by=staff, now=now) == 1
    assert not progress.tell()
    progress.end(DownloadState.REVOKED)
    assert record_progress([Told(progress.download_id, "k1", [], 0.0)], now=now)
    assert told(session) == [("channel-opened", None), ("channel-closed", "closed")]
    assert begin_download(asked, now=now, holder=ada) != progress.download_id
    assert len(open_here(session, ada, now)) == 1


def test_a_right_that_ended_closes_the_channel_with_the_download(session, ada, asked, now):
    key = begin_download(asked, now=now, holder=ada)
    end_part(key, "k1", [(0, 7)], outcome=DownloadState.REVOKED, now=now)
    assert told(session) == [("channel-opened", None), ("channel-closed", "rights")]


def test_a_broken_download_lets_its_channel_go_when_nobody_goes_on_and_opens_another_for_who_does(
    session, ada, asked, now
):
    key = begin_download(asked, now=now, holder=ada)
    end_part(key, "k1", [(0, 7)], outcome=DownloadState.INTERRUPTED, now=now)
    assert len(open_here(session, ada, now)) == 1
    settle_downloads(now=now + 31 * SECOND)
    assert open_here(session, ada, now) == []
    assert begin_download(asked, now=now + 40 * SECOND, holder=ada) == key
    assert len(open_here(session, ada, now)) == 1


def test_a_download_that_was_taken_for_dead_goes_on(session, ada, asked, now):
    key = begin_download(asked, now=now, holder=ada)
    record_progress([Told(key, "k1", [(0, 5)], 1.0)], now=now + 50 * SECOND)
    assert keep_channels(now=now + 70 * SECOND) == 0
    assert keep_channels(now=now + 120 * SECOND) == 1
    assert not record_progress([Told(key, "k1", [(5, 10)], 1.0)], now=now + 121 * SECOND)


def test_who_may_download_nothing_opens_no_channel_and_begins_nothing(session, ada, asked, now):
    with pytest.raises(NotFound):
        begin_download(asked, now=now, holder=make_person("rival"))
    assert (told(session), downloads_of(ada, session.code)) == ([], [])


def test_other_ways_have_channels_of_their_own(session, ada, asked, now):
    key = begin_download(asked, now=now)
    assert not record_progress([Told(key, "k1", [(0, 5)], 1.0)], now=now)
    assert (open_here(session, ada, now), told(session)) == ([], [])
