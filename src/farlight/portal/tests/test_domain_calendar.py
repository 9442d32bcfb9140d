"""Sessions around a moment: now, next, past."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from farlight.beamtime.types import AccessMode, SessionState, SessionSummary
from farlight.portal.domain.calendar import When, calendar_of, fits, when_is

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def session(code, *, start_h, end_h, state):
    return SessionSummary(
        id=1,
        code=code,
        title="Lysozyme under pressure",
        proposal="mx2345",
        proposal_title="Proteins in the deep sea",
        beamline="sim1",
        beamline_name="Simulated MX",
        start=NOW + timedelta(hours=start_h),
        end=NOW + timedelta(hours=end_h),
        state=state,
        access_mode=AccessMode.REMOTE,
        local_contact="",
        rights=1,
    )


S = SessionState


@pytest.mark.parametrize(
    ("start_h", "end_h", "state", "when"),
    [
        (-1, 1, S.RUNNING, When.NOW),
        (-1, 1, S.SCHEDULED, When.NOW),
        (0, 1, S.READY, When.NOW),
        (1, 2, S.SCHEDULED, When.NEXT),
        (-2, 0, S.RUNNING, When.PAST),
        (-2, -1, S.ENDED, When.PAST),
        (-1, 1, S.ENDED, When.PAST),
        (1, 2, S.CANCELLED, When.PAST),
    ],
)
def test_when_follows_state_and_clock(start_h, end_h, state, when):
    assert when_is(session("mx2345-1", start_h=start_h, end_h=end_h, state=state), NOW) is when


def test_calendar_puts_the_most_urgent_first():
    rows = [
        session("past-old", start_h=-90, end_h=-80, state=S.CLOSED),
        session("next-late", start_h=50, end_h=60, state=S.SCHEDULED),
        session("now-late", start_h=-1, end_h=9, state=S.RUNNING),
        session("past-new", start_h=-9, end_h=-8, state=S.ENDED),
        session("now-soon", start_h=-1, end_h=2, state=S.RUNNING),
        session("next-soon", start_h=5, end_h=6, state=S.READY),
    ]
    calendar = calendar_of(rows, NOW)
    assert [s.code for s in calendar.now] == ["now-soon", "now-late"]
    assert [s.code for s in calendar.next] == ["next-soon", "next-late"]
    assert [s.code for s in calendar.past] == ["past-new", "past-old"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", True),
        ("LYSO", True),
        ("deep mx2345-1", True),
        ("simulated sea", True),
        ("deep insulin", False),
    ],
)
def test_every_word_of_a_search_must_fit(words, found):
    assert fits(session("mx2345-1", start_h=0, end_h=1, state=S.RUNNING), words) is found


def test_search_finds_a_session_without_a_title():
    assert fits(replace(session("mx2345-1", start_h=0, end_h=1, state=S.RUNNING), title=""), "mx2345-1")
