from datetime import UTC, datetime, timedelta

import pytest

from farlight.leases.types import ChannelKind
from farlight.safety.domain.closing import closings_by
from farlight.safety.domain.trainings import state_of
from farlight.safety.types import TrainingDefinition, TrainingRecord, TrainingState, Way

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
END = NOW + timedelta(days=2)
SECOND = timedelta(seconds=1)
CLOSING = TrainingDefinition(code="laser", name="Laser safety", closes=(Way.CONTROL, Way.DESKTOP))


@pytest.mark.parametrize(
    ("until", "state"),
    [
        (NOW - SECOND, TrainingState.IS_OVER),
        (NOW, TrainingState.IS_OVER),
        (NOW + SECOND, TrainingState.ENDS_TOO_EARLY),
        (END - SECOND, TrainingState.ENDS_TOO_EARLY),
        (END, TrainingState.COUNTS),
    ],
)
def test_a_training_is_asked_until_the_work_ends(until, state):
    assert state_of(TrainingRecord(until=until), now=NOW, needed_until=END) is state


@pytest.mark.parametrize(
    ("record", "state"),
    [
        (None, TrainingState.MISSING),
        (TrainingRecord(until=END, since=NOW), TrainingState.COUNTS),
        (TrainingRecord(until=END, since=NOW + SECOND), TrainingState.STARTS_LATER),
        (TrainingRecord(until=END, withdrawn_at=NOW), TrainingState.WITHDRAWN),
        (TrainingRecord(until=NOW, withdrawn_at=NOW), TrainingState.WITHDRAWN),
    ],
)
def test_a_training_counts_from_its_day_and_never_after_it_was_withdrawn(record, state):
    assert state_of(record, now=NOW, needed_until=END) is state


@pytest.mark.parametrize(
    ("record", "closed_at"),
    [
        (None, [True, True, True]),
        (TrainingRecord(until=END), [False, False, True]),
        (TrainingRecord(until=END, since=NOW + SECOND), [True, False, True]),
        (TrainingRecord(until=END, withdrawn_at=NOW, reason="It was another person."), [True, True, True]),
    ],
)
def test_ways_are_closed_exactly_while_the_training_does_not_count(record, closed_at):
    closings = closings_by(CLOSING, record, is_staff=False)
    assert [any(one.holds(at) for one in closings) for at in (NOW, NOW + SECOND, END)] == closed_at
    assert {one.closes for one in closings} == {frozenset({"control", "desktop"})}
    assert {(one.objection.who, one.objection.link) for one in closings} == {
        ("the safety group", "/account/trainings/")
    }


def test_what_closes_nothing_keeps_nobody_out_and_staff_only_where_it_is_said():
    def count(is_staff, **parts):
        training = TrainingDefinition(code="laser", name="Laser safety", **parts)
        return len(closings_by(training, None, is_staff=is_staff))

    assert count(is_staff=False) == 0
    ways = (Way.CONTROL,)
    assert [count(staff, closes=ways) for staff in (False, True)] == [1, 0]
    assert [count(staff, closes=ways, asks_staff=True) for staff in (False, True)] == [1, 1]


def test_the_reason_says_what_is_the_matter():
    def words(record):
        return [one.objection.message for one in closings_by(CLOSING, record, is_staff=False)]

    assert words(None) == ["The training Laser safety has not been taken, or nobody wrote it down."]
    assert words(TrainingRecord(until=END, withdrawn_at=NOW, reason="Mixed up.")) == [
        "The training Laser safety was withdrawn on 01 March 2027 at 08:00 UTC: Mixed up."
    ]
    assert words(TrainingRecord(until=END, since=NOW)) == [
        "The training Laser safety counted until 03 March 2027 at 08:00 UTC.",
        "The training Laser safety counts from 01 March 2027 at 08:00 UTC.",
    ]


def test_whatever_stays_open_for_a_while_can_be_closed():
    assert {way.value for way in Way} == {kind.value for kind in ChannelKind} | {"queue"}
    assert [way.label for way in (Way.QUEUE, Way.CONTROL)] == ["Queue", "Remote control"]
