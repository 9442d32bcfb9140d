"""Sessions around a moment: now, next, past."""

from datetime import UTC, datetime, timedelta

import pytest

from farlight.beamtime.types import AccessMode, SessionState, SessionSummary
from farlight.portal.domain.calendar import When, when_is

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
