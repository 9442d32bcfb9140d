from datetime import UTC, datetime, timedelta

import pytest

from farlight.people.domain.tokens import objections_to_use

END = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
EARLIER = END - timedelta(days=1)


@pytest.mark.parametrize(
    ("revoked_at", "now", "said"),
    [
        (None, EARLIER, []),
        (None, END, ["The token “beam” expired on 01 March 2026 at 12:30 UTC."]),
        (EARLIER, EARLIER, ["The token “beam” was revoked."]),
        (EARLIER, END, ["The token “beam” was revoked."]),
    ],
)
def test_a_token_counts_until_its_end_or_until_it_is_revoked(revoked_at, now, said):
    found = objections_to_use(label="beam", revoked_at=revoked_at, expires_at=END, now=now)
    assert [objection.message for objection in found] == said
    assert all(objection.link == "/account/tokens/" for objection in found)
