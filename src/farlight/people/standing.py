"""What many came with who hold something open, looked at together: three queries, however many they are.

A login is read with all its rules once. As long as its row and its person's are as they were then, it counts as it did.
"""

from collections.abc import Sequence
from datetime import datetime

from farlight.kernel.errors import Objection
from farlight.people.authentication import objections_to_credential_of
from farlight.people.queries import LoginRow, logins_among, tokens_among
from farlight.people.types import Credential

Came = tuple[int, Credential]
"""Key of a person, and what they came with."""


class Standings:
    """What is known of those who hold something open in a process."""

    def __init__(self) -> None:
        self._counted: dict[tuple[int, str], LoginRow] = {}
        """The rows of those logins that counted when all their rules were asked."""

    def objections(self, came: Sequence[Came], *, now: datetime) -> list[tuple[Objection, ...]]:
        """Return for each what stands in the way of what they came with, in their order; nothing for who may stay.

        The same as :func:`farlight.people.public.objections_to_credential` says of each.
        """
        tokens = tokens_among({credential.token for _, credential in came if credential.token}, now=now)
        logins = logins_among({(key, one.login) for key, one in came if one.login and not one.token}, now=now)
        unchanged = {who for who, row in logins.items() if self._counted.get(who) == row}
        found = [
            ()
            if (key, one.token) in tokens or (key, one.login) in unchanged
            else objections_to_credential_of(key, one, now=now)
            for key, one in came
        ]
        counting = {(key, one.login) for (key, one), objections in zip(came, found, strict=True) if not objections}
        self._counted = {who: row for who, row in logins.items() if who in counting}
        return found
