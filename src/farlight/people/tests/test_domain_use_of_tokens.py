from datetime import UTC, datetime, timedelta

import pytest

from farlight.people.domain.tokens import MACHINE_SCOPES, objections_to_scope, objections_to_scopes, objections_to_use
from farlight.people.types import TokenNeeds, TokenScope

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


COLLECT = TokenNeeds(operation="queue_collection", scope=TokenScope.COLLECT)
NOTE = TokenNeeds(operation="write_note", scope=TokenScope.NOTES, is_for_machines=True)


@pytest.mark.parametrize(
    ("needs", "scopes", "is_machine", "said"),
    [
        (None, set(TokenScope), False, "This is not done with a token. Do it in the browser."),
        (None, set(TokenScope), True, "This is not done with a token. Do it in the browser."),
        (COLLECT, set(TokenScope), True, "This is not what the machine of a beamline does. Use the token of a person."),
        (COLLECT, {TokenScope.READ}, False, "The token lacks the scope “collect”"),
        (NOTE, {TokenScope.READ}, True, "The token lacks the scope “notes”"),
        (NOTE, {TokenScope.NOTES}, True, ""),
        (COLLECT, {TokenScope.COLLECT}, False, ""),
    ],
)
def test_a_token_opens_what_it_has_the_scope_for_and_nothing_that_says_nothing_of_tokens(
    needs, scopes, is_machine, said
):
    found = [str(reason) for reason in objections_to_scope(needs, scopes=scopes, is_machine=is_machine)]
    assert [reason[: len(said)] for reason in found] == ([said] if said else [])


def test_a_machine_is_told_what_its_key_cannot_open():
    assert objections_to_scopes(MACHINE_SCOPES, allowed=MACHINE_SCOPES) == ()
    (reason,) = objections_to_scopes(set(TokenScope), allowed=MACHINE_SCOPES)
    beyond = ", ".join(scope.value for scope in TokenScope if scope not in MACHINE_SCOPES)
    assert (reason.message, reason.field) == (f"The machine of a beamline does not get {beyond}.", "scopes")
