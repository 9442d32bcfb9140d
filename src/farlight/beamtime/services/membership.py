"""Who is put into a team, and taken out, by those who keep it: nobody is found who is not known to them already."""

from datetime import datetime

from django.db import transaction

from farlight.beamtime.access import session_for
from farlight.beamtime.models import Session
from farlight.beamtime.services.team import remove_team_member, set_team_member
from farlight.beamtime.types import Action, TeamRole
from farlight.kernel.errors import Invalid, NotFound, Objection
from farlight.people.public import invite_person, person_named, person_with_address
from farlight.people.types import Actor
from farlight.proposals.public import proposal


@transaction.atomic
def put_into_team(*, session: str, whom: str, role: TeamRole, by: Actor, now: datetime) -> Actor:
    """Give somebody a part in a session, or another part, and return who it is.

    Parameters
    ----------
    whom : str
        The exact e-mail address of an open account; or the login name of somebody in the team or the proposal's group.
        Login names of others find nobody, so that nobody can be looked for.

    Raises
    ------
    NotFound, NotAllowed
        As for any action in the session.
    Invalid
        When it is nobody.
    Conflict
        When nobody would be left to lead the session.
    """
    row = session_for(by, session, Action.MANAGE_TEAM, now)
    person = person_with_address(whom) if "@" in whom else _acquaintance(row, whom.strip())
    if person is None:
        raise Invalid([_nobody(whom.strip())])
    set_team_member(session=row, person=person, role=role, by=by)
    return person


@transaction.atomic
def invite_into_team(  # noqa: PLR0913 - a person has so many parts
    *, session: str, email: str, given_name: str, family_name: str, role: TeamRole, by: Actor, now: datetime
) -> Actor:
    """Put somebody into a team who has no account yet, and ask them by mail to take one; return who it is.

    Raises
    ------
    NotFound, NotAllowed
        As for any action in the session.
    Invalid
        With every objection to the invitation.
    """
    row = session_for(by, session, Action.MANAGE_TEAM, now)
    person = invite_person(
        email=email,
        given_name=given_name,
        family_name=family_name,
        by=by,
        joins=f"the team of {session}, {row.title or row.proposal.title}"[:200],
        now=now,
    )
    set_team_member(session=row, person=person, role=role, by=by)
    return person


@transaction.atomic
def take_out_of_team(*, session: str, username: str, by: Actor, now: datetime) -> Actor:
    """Take somebody out of a team, and return who it was; raises as :func:`put_into_team`.

    Raises
    ------
    NotFound
        When nobody of that login name is in the team.
    """
    row = session_for(by, session, Action.MANAGE_TEAM, now)
    person = person_named(username)
    if person is None or not row.team.filter(person_id=person.pk).exists():
        raise NotFound
    remove_team_member(session=row, person=person, by=by)
    return person


def _acquaintance(row: Session, username: str) -> Actor | None:
    """Somebody of the team or the group with this login name."""
    person = person_named(username)
    if person is None or not person.is_active:
        return None
    in_group = person.pk in proposal(row.proposal.code).member_ids
    return person if in_group or row.team.filter(person_id=person.pk).exists() else None


def _nobody(whom: str) -> Objection:
    if not whom:
        return Objection(message="Nobody is named.", mend="Give the e-mail address of an account.", field="whom")
    return Objection(
        message=f"No account here has the address {whom}."
        if "@" in whom
        else f"{whom} is in neither the team nor the proposal's group.",
        mend="Give the exact e-mail address of their account, or invite them below."
        if "@" in whom
        else "Give the exact e-mail address of their account.",
        field="whom",
    )
