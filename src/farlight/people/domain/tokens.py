"""What may be asked of a token."""

from collections.abc import Collection
from datetime import datetime, timedelta

from farlight.kernel.errors import Objection
from farlight.people.types import TokenNeeds, TokenScope

LONGEST_LABEL = 100
TOLD_BEFORE = timedelta(days=7)
"""So long before a token ends its owner is told."""
MACHINE_SCOPES = frozenset({TokenScope.READ, TokenScope.FILES, TokenScope.PROCESS, TokenScope.NOTES})
"""What the program of a beamline may be allowed."""
MOST_TOKENS = 25
"""Tokens of one person that count at the same time."""


def objections_to_use(
    *, label: str, revoked_at: datetime | None, expires_at: datetime, now: datetime
) -> tuple[Objection, ...]:
    """What stands in the way of coming in with a token at a moment; nothing while it counts."""
    if revoked_at is None and now < expires_at:
        return ()
    what = "was revoked" if revoked_at else f"expired on {expires_at:%d %B %Y at %H:%M} UTC"
    return (Objection(message=f"The token “{label}” {what}.", mend="Make a new one.", link="/account/tokens/"),)


def objections_to_scope(
    needs: TokenNeeds | None, *, scopes: Collection[TokenScope], is_machine: bool
) -> tuple[Objection, ...]:
    """What a token lacks for an operation; an operation that says nothing of tokens is opened by none."""
    if needs is None:
        return (Objection(message="This is not done with a token.", mend="Do it in the browser."),)
    if is_machine and not needs.is_for_machines:
        message = "This is not what the machine of a beamline does."
        return (Objection(message=message, mend="Use the token of a person."),)
    if needs.scope in scopes:
        return ()
    message = f"The token lacks the scope “{needs.scope.value}”: {needs.scope.words}."
    if is_machine:
        return (Objection(message=message, mend="Use another key.", who="the beamline's scientists"),)
    return (Objection(message=message, mend="Make a token that has it.", link="/account/tokens/"),)


def objections_to_scopes(
    scopes: Collection[TokenScope], *, allowed: Collection[TokenScope] = frozenset(TokenScope)
) -> tuple[Objection, ...]:
    """What is wrong with what a new token is to open."""
    if not scopes:
        return (Objection(message="The token would open nothing.", mend="Choose what it is for.", field="scopes"),)
    beyond = [scope.value for scope in TokenScope if scope in scopes and scope not in allowed]
    if beyond:
        message = f"The machine of a beamline does not get {', '.join(beyond)}."
        return (Objection(message=message, mend="Take it away.", field="scopes"),)
    return ()


def objections_to_token(
    *, label: str, valid_for: timedelta, longest: timedelta, counting: int
) -> tuple[Objection, ...]:
    """Everything that stands in the way of a token.

    Parameters
    ----------
    label : str
        What it is for, in its owner's words.
    valid_for : timedelta
        How long it is to count.
    longest : timedelta
        How long the facility lets one count.
    counting : int
        How many tokens of the person count now.
    """
    found = []
    if not label.strip():
        found.append(Objection(message="The token has no name.", mend="Say what it is for.", field="label"))
    elif len(label) > LONGEST_LABEL:
        found.append(
            Objection(message=f"The name is longer than {LONGEST_LABEL} characters.", mend="Shorten it.", field="label")
        )
    if not timedelta(0) < valid_for <= longest:
        found.append(
            Objection(
                message="A token cannot count for so long.",
                mend=f"Choose a time of up to {longest.days} days.",
                field="days",
            )
        )
    if counting >= MOST_TOKENS:
        found.append(Objection(message=f"There are {counting} tokens already.", mend="Revoke those nobody uses."))
    return tuple(found)
