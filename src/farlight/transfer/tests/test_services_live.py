"""Streams say when the downloads of their session move."""

from datetime import UTC, datetime

import pytest

from farlight.transfer.services import live
from farlight.transfer.services.following import Told, begin_download, end_part, record_progress
from farlight.transfer.services.live import DownloadsCache, DownloadsFollower
from tests.system.own_thread import elsewhere

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
async def test_all_streams_of_a_session_are_told_what_moved_and_others_nothing(session, asked, monkeypatch):
    monkeypatch.setattr(live, "cache", DownloadsCache())
    streams = [DownloadsFollower(session.code), DownloadsFollower(session.code), DownloadsFollower("mx9999-1")]

    async def news():
        return [await one.news() for one in streams]

    assert await news() == [None, None, None]
    key = await elsewhere(begin_download, asked, now=NOW)
    assert await news() == [None, None, None]  # within a second nothing is read again
    monkeypatch.setattr(live, "READ_EVERY_S", -1.0)
    assert await news() == [{"open": 1}, {"open": 1}, None]
    assert await news() == [None, None, None]
    await elsewhere(record_progress, [Told(key, "k1", [(0, 40)], 40.0)], now=NOW)
    assert await news() == [{"open": 1}, {"open": 1}, None]
    await elsewhere(end_part, key, "k1", [(40, 100)], outcome=None, now=NOW)
    assert await news() == [{"open": 0}, {"open": 0}, None]
