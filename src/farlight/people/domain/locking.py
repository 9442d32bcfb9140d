"""Who may lock whose account."""

from collections.abc import Collection

from farlight.kernel.errors import Objection
from farlight.people.types import Role

STORES_PEOPLE = frozenset(
    {Role.STORES, Role.LOCAL_CONTACT, Role.BEAMLINE_SCIENTIST, Role.SAFETY, Role.OPERATOR, Role.ADMINISTRATOR}
)
"""Roles whose navigation leads to the board of the stores, wherever they hold."""
KEEPERS = frozenset({Role.USER_OFFICE, Role.ADMINISTRATOR})
"""Whoever looks after accounts, when the role holds for the whole facility."""
AUDITORS = frozenset({Role.SECURITY_OFFICER, Role.ADMINISTRATOR})
"""Whoever reads the record of acts, when the role holds for the whole facility."""

LONGEST_REASON = 300


def objections_to_keeper(
    *, keeper: Collection[Role], whose: Collection[Role], is_oneself: bool
) -> tuple[Objection, ...]:
    """What stands in the way of somebody locking or opening an account.

    Parameters
    ----------
    keeper : collection of Role
        Roles, for the whole facility, of whoever wants to do it.
    whose : collection of Role
        Roles of the account's owner, wherever they hold.
    is_oneself : bool
        Whether both are the same person.
    """
    found = []
    if is_oneself:
        found.append(
            Objection(message="This is your own account.", mend="Ask a colleague to do it.", who="an administrator")
        )
    if Role.ADMINISTRATOR in whose and Role.ADMINISTRATOR not in keeper:
        found.append(
            Objection(message="This is the account of an administrator.", who="another administrator"),
        )
    return tuple(found)


def objections_to_reason(reason: str) -> tuple[Objection, ...]:
    """What is wrong with the reason that is given for locking an account."""
    if not reason.strip():
        return (
            Objection(
                message="No reason is given.",
                mend="Say why in a few words: colleagues will want to know.",
                field="reason",
            ),
        )
    if len(reason) > LONGEST_REASON:
        return (
            Objection(
                message=f"The reason is longer than {LONGEST_REASON} characters.", mend="Shorten it.", field="reason"
            ),
        )
    return ()
