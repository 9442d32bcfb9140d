"""What may be asked of a token."""

from datetime import datetime, timedelta

from farlight.kernel.errors import Objection

LONGEST_LABEL = 100
LONGEST_LIFE = timedelta(days=365)
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


def objections_to_token(*, label: str, valid_for: timedelta, counting: int) -> tuple[Objection, ...]:
    """Everything that stands in the way of a token.

    Parameters
    ----------
    label : str
        What it is for, in its owner's words.
    valid_for : timedelta
        How long it is to count.
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
    if not timedelta(0) < valid_for <= LONGEST_LIFE:
        found.append(
            Objection(
                message="A token cannot count for so long.",
                mend=f"Choose a time of up to {LONGEST_LIFE.days} days.",
                field="days",
            )
        )
    if counting >= MOST_TOKENS:
        found.append(Objection(message=f"You have {counting} tokens already.", mend="Revoke those nobody uses."))
    return tuple(found)
