from datetime import UTC, datetime, timedelta

import pytest

from farlight.transfer.domain.conditions import Condition, Validators, condition_of, range_counts

THEN = datetime(2026, 3, 1, 12, 0, 0, 400000, tzinfo=UTC)
HTTP_THEN, BEFORE, AFTER = (f"Sun, 01 Mar 2026 {time} GMT" for time in ("12:00:00", "11:59:59", "12:00:01"))
SETTLED = Validators(tag="abc", modified_at=THEN, now=THEN + timedelta(minutes=1))
BEING_WRITTEN = Validators(tag="abc", modified_at=THEN, now=THEN + timedelta(seconds=1))


def test_a_file_that_is_being_written_has_a_weak_tag():
    assert (SETTLED.etag, BEING_WRITTEN.etag) == ('"abc"', 'W/"abc"')


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, Condition.SEND),
        ({"If-None-Match": '"abc"'}, Condition.NOT_MODIFIED),
        ({"If-None-Match": '"x", W/"abc"'}, Condition.NOT_MODIFIED),
        ({"If-None-Match": "*"}, Condition.NOT_MODIFIED),
        ({"If-None-Match": '"x"', "If-Modified-Since": AFTER}, Condition.SEND),
        ({"If-Modified-Since": HTTP_THEN}, Condition.NOT_MODIFIED),
        ({"If-Modified-Since": BEFORE}, Condition.SEND),
        ({"If-Modified-Since": "yesterday"}, Condition.SEND),
        ({"If-Match": '"abc"'}, Condition.SEND),
        ({"If-Match": 'W/"abc"'}, Condition.FAILED),
        ({"If-Match": "*"}, Condition.SEND),
        ({"If-Match": '"x"'}, Condition.FAILED),
        ({"If-Unmodified-Since": BEFORE}, Condition.FAILED),
        ({"If-Unmodified-Since": HTTP_THEN}, Condition.SEND),
        ({"If-Unmodified-Since": "soon"}, Condition.SEND),
        ({"If-Unmodified-Since": HTTP_THEN.removesuffix(" GMT") + " -0000"}, Condition.SEND),
    ],
)
def test_conditions(headers, expected):
    assert condition_of(headers, SETTLED) is expected


@pytest.mark.parametrize(
    ("if_range", "validators", "expected"),
    [
        ("", BEING_WRITTEN, True),
        ('"abc"', SETTLED, True),
        ('"abc"', BEING_WRITTEN, False),
        ('W/"abc"', SETTLED, False),
        ('"x"', SETTLED, False),
        (HTTP_THEN, SETTLED, True),
        (HTTP_THEN, BEING_WRITTEN, False),
        (AFTER, SETTLED, False),
        ("nonsense", SETTLED, False),
    ],
)
def test_a_range_counts_only_for_exactly_the_same_state(if_range, validators, expected):
    assert range_counts(if_range, validators) is expected
