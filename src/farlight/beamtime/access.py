"""The way to sessions: through who is asking."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from farlight.beamlines.public import trainings_asked
from farlight.beamtime.domain.ports import Demand
from farlight.beamtime.domain.proposal_rights import ROLES, ProposalStanding, parts_for, proposal_verdict_on
from farlight.beamtime.domain.rights import (
    FILE_ROLES,
    SEEING_ROLES,
    SessionFacts,
    Standing,
    has_place,
    is_staff,
    may_see,
    verdict_on,
)
from farlight.beamtime.models import Session, TeamMember
from farlight.beamtime.types import (
    AccessMode,
    Action,
    Closing,
    ProposalAction,
    SessionState,
    SessionSummary,
    TeamRole,
    Verdict,
)
from farlight.kernel.errors import NotAllowed, NotFound, Objection
from farlight.kernel.ids import SESSION_CODE
from farlight.people.public import is_active, objections_to_step_up, roles_of, roles_until
from farlight.people.types import Actor, Role, RoleGrantSummary, StepUpAction
from farlight.proposals.public import proposal, proposal_id, proposal_ids_of, proposal_keys
from farlight.proposals.types import ProposalSummary


@dataclass(frozen=True)
class Rights:
    """A person's standing to a session, found with few queries, from which any action is decided without more.

    Only files of a session that is not the person's own may cost some: whether a second factor is asked for.
    """

    session: Session
    standing: Standing
    person: Actor
    closings: tuple[Closing, ...] = ()

    def verdict(self, action: Action, at: datetime) -> Verdict:
        """Decide on one action."""
        verdict = verdict_on(action, self.standing, facts_of(self.session), at)
        if self.closings and (verdict.allowed or verdict.reasons):
            verdict = verdict.within(self.closings, action.value, at)
        if action is not Action.READ_FILES or not verdict.allowed:
            return verdict
        reasons = self.objections_to_data(at)
        return replace(verdict, allowed=False, reasons=reasons) if reasons else verdict

    def objections_to_data(self, at: datetime) -> tuple[Objection, ...]:
        """What is asked again of somebody who reads data of others, where the facility asks; nobody came, nobody asked.

        This is the one place that decides it: files, images, archives, SFTP and recordings all come by here.
        """
        came_with = self.person.came_with
        if came_with is None or has_place(self.standing):
            return ()
        return objections_to_step_up(came_with, person=self.person, action=StepUpAction.OTHERS_DATA, now=at)


_demands: list[Demand] = []


def register_demand(demand: Demand) -> None:
    """Have something asked of everybody who enters sessions, beside their part; done once, when the process starts."""
    _demands.append(demand)


_found: ContextVar[dict[tuple[int, str], Rights] | None] = ContextVar("rights_found", default=None)
_stood: ContextVar[dict[tuple[int, int], ProposalStanding] | None] = ContextVar("standings_found", default=None)


@contextmanager
def rights_found_once() -> Iterator[None]:
    """Within the block a person's standing to a session or proposal is found once: for one answer of many parts.

    Never around anything that waits or changes rights: what was found first holds to the end of the block.
    """
    known, stood_before = _found.get(), _stood.get()
    found = _found.set({} if known is None else known)
    stood = _stood.set({} if stood_before is None else stood_before)
    try:
        yield
    finally:
        _found.reset(found)
        _stood.reset(stood)


def facts_of(session: Session) -> SessionFacts:
    """Return what counts of a session."""
    return SessionFacts(
        code=session.code,
        state=SessionState(session.state),
        start=session.start,
        end=session.end,
        access_mode=AccessMode(session.access_mode),
        local_contact=session.local_contact.full_name if session.local_contact else "",
        rights=session.rights,
    )


def summary_of(session: Session) -> SessionSummary:
    """Return a session as other contexts see it."""
    facts = facts_of(session)
    return SessionSummary(
        id=session.pk,
        code=facts.code,
        title=session.title,
        proposal=session.proposal.code,
        proposal_title=session.proposal.title,
        beamline=session.beamline.code,
        beamline_name=session.beamline.name,
        start=facts.start,
        end=facts.end,
        state=facts.state,
        access_mode=facts.access_mode,
        local_contact=facts.local_contact,
        rights=facts.rights,
    )


def session_summary(code: str) -> SessionSummary:
    """Return a session, for machines and for what has asked ``may`` already; NotFound when there is none."""
    return summary_of(session_row(code))


def session_row(code: str) -> Session:
    """Return the row of a session, whoever asks; only for machines and for what has asked ``may`` already.

    Raises
    ------
    NotFound
        When there is none.
    """
    rows = Session.objects.select_related("proposal", "beamline", "local_contact")
    row = rows.filter(code=code).first() if SESSION_CODE.fullmatch(code) else None
    if row is None:
        raise NotFound
    return row


def rights_in(person: Actor, code: str) -> Rights:
    """Find a person's standing to a session.

    Raises
    ------
    NotFound
        When the person may not know of it: unknown and forbidden are the same.
    """
    found = _found.get()
    rights = found.get((person.pk, code)) if found is not None else None
    if rights is None:
        session = session_row(code)
        standing = _standing(person, session)
        rights = Rights(session, standing, person, _closings(person, session, standing))
        if found is not None:
            found[person.pk, code] = rights
    if not may_see(rights.standing):
        raise NotFound
    return rights


def _closings(person: Actor, session: Session, standing: Standing) -> tuple[Closing, ...]:
    """What closes ways for the person beside their part; nothing of programs, which are taught nothing."""
    asked = trainings_asked(session.beamline)
    if not asked or not may_see(standing) or Role.MACHINE in standing.roles:
        return ()
    staff = is_staff(standing)
    return tuple(closing for demand in _demands for closing in demand(person, asked, is_staff=staff))


def _is_machine(grants: Collection[RoleGrantSummary]) -> bool:
    """Whether it is the program of a beamline: no part in any team or proposal counts for it."""
    return any(grant.role is Role.MACHINE for grant in grants)


def _standing(person: Actor, session: Session) -> Standing:
    grants = roles_until(person)
    holding = [(g.role, until) for g, until in grants.items() if g.beamline in {"", session.beamline.code}]
    if _is_machine(grants):
        here = RoleGrantSummary(role=Role.MACHINE, beamline=session.beamline.code) in grants  # never everywhere
        return Standing(active=is_active(person), roles=frozenset({Role.MACHINE} if here else ()))
    part = TeamMember.objects.filter(session=session, person_id=person.pk).values_list("role", flat=True).first()
    return Standing(
        active=is_active(person),
        team_role=TeamRole(part) if part else None,
        in_proposal=session.proposal_id in proposal_ids_of(person),
        leads_proposal=session.proposal.principal_investigator_id == person.pk,
        is_local_contact=session.local_contact_id == person.pk,
        roles=frozenset(role for role, _ in holding),
        lapsing=_lapsing_among(holding),
    )


def _lapsing_among(holding: Collection[tuple[Role, datetime | None]]) -> dict[Role, datetime]:
    """Return when the roles lapse that do; one that is held both for the facility and here lapses with the later."""
    lasting = {role for role, until in holding if until is None}
    ends = sorted((until, role) for role, until in holding if until is not None and role not in lasting)
    return {role: until for until, role in ends}


def refuse_data_of_others(person: Actor, code: str, at: datetime) -> None:
    """Ask again for a second factor before data of a session that is not one's own, where the facility asks for it.

    For what is not opened by a right in the session, such as recordings of its shells.

    Raises
    ------
    NotAllowed
        When the person gave none within the last minutes.
    """
    session = session_row(code)
    reasons = Rights(session, _standing(person, session), person).objections_to_data(at)
    if reasons:
        raise NotAllowed(reasons)


def session_for(person: Actor, code: str, to: Action, at: datetime) -> Session:
    """Return the row of a session that a person wants to do something in.

    Raises
    ------
    NotFound
        When the person may not know of it.
    NotAllowed
        When the person sees it but may not do this, with every reason.
    """
    rights = rights_in(person, code)
    verdict = rights.verdict(to, at)
    if not verdict.allowed:
        raise NotAllowed(verdict.reasons)
    return rights.session


def visible_sessions(person: Actor) -> QuerySet[Session]:
    """Every session that the person may know of, newest first."""
    return _sessions_of(person, SEEING_ROLES)


def sessions_with_files(person: Actor) -> list[SessionSummary]:
    """Return the sessions whose files a person may read, newest first."""
    return [summary_of(row) for row in _sessions_of(person, FILE_ROLES)]


def sessions_running_for(person: Actor, *, now: datetime) -> list[SessionSummary]:
    """Return the sessions that run now and whose files a person may read, by code."""
    rows = _sessions_of(person, FILE_ROLES).filter(state=SessionState.RUNNING.value, start__lte=now, end__gt=now)
    return [summary_of(row) for row in rows.order_by("code")]


def _sessions_of(person: Actor, roles: Collection[Role]) -> QuerySet[Session]:
    """Those that a person has a part in, and all where one of these roles holds."""
    rows = Session.objects.select_related("proposal", "beamline", "local_contact")
    if not is_active(person):
        return rows.none()
    held = roles_of(person)
    if _is_machine(held):
        return rows.filter(beamline__code__in=[g.beamline for g in held if g.role is Role.MACHINE])
    grants = [g for g in held if g.role in roles]
    if any(not g.beamline for g in grants):
        return rows
    mine = Q(local_contact_id=person.pk) | Q(proposal_id__in=proposal_ids_of(person))
    team = Q(pk__in=TeamMember.objects.filter(person_id=person.pk).values("session_id"))
    return rows.filter(mine | team | Q(beamline__code__in={g.beamline for g in grants}))


def proposal_verdict(person: Actor, action: ProposalAction, proposal: str) -> Verdict:
    """Decide what a person may do with what a proposal's group brings; no reasons when it may not be known of."""
    row = proposal_id(proposal)
    if row is None:
        return Verdict(allowed=False)
    known = _stood.get()
    standing = known.get((person.pk, row)) if known is not None else None
    if standing is None:
        standing = _proposal_standing(person, row)
        if known is not None:
            known[person.pk, row] = standing
    return proposal_verdict_on(action, standing, proposal)


def _proposal_standing(person: Actor, proposal: int) -> ProposalStanding:
    grants = roles_of(person)
    if _is_machine(grants):
        return ProposalStanding(active=False)
    sessions = Session.objects.filter(proposal_id=proposal)
    beamlines = {"", *sessions.values_list("beamline__code", flat=True)}
    parts = TeamMember.objects.filter(session__in=sessions, person_id=person.pk).values_list("role", flat=True)
    return ProposalStanding(
        active=is_active(person),
        in_proposal=proposal in proposal_ids_of(person),
        team_roles=frozenset(TeamRole(part) for part in parts),
        is_local_contact=sessions.filter(local_contact_id=person.pk).exists(),
        roles=frozenset(g.role for g in grants if g.beamline in beamlines),
    )


def proposals_with(person: Actor, action: ProposalAction) -> "QuerySet[Any, int]":
    """Return the keys of the proposals in which a person may do this, as a query to be put into another one."""
    if not is_active(person):
        return proposal_keys(Q(pk__in=[]))
    held = roles_of(person)
    if _is_machine(held):
        return proposal_keys(Q(pk__in=[]))
    grants = [g for g in held if g.role in ROLES[action]]
    if any(not g.beamline for g in grants):
        return proposal_keys(Q())
    sessions = Q(beamline__code__in={g.beamline for g in grants})
    if action is not ProposalAction.REVIEW_HAZARDS:
        sessions |= Q(local_contact_id=person.pk)
    mine = Q(pk__in=[])
    parts = parts_for(action)
    if parts:
        teams = TeamMember.objects.filter(person_id=person.pk, role__in=[part.value for part in parts])
        sessions |= Q(pk__in=teams.values("session_id"))
        mine = Q(pk__in=proposal_ids_of(person))
    return proposal_keys(mine | Q(pk__in=Session.objects.filter(sessions).order_by().values("proposal_id")))


def proposal_for(person: Actor, code: str, to: ProposalAction) -> ProposalSummary:
    """Return a proposal with whose samples or parcels a person wants to do something.

    Raises
    ------
    NotFound
        When the person may not know that it brings anything.
    NotAllowed
        When the person knows but may not do this, with every reason.
    """
    verdict = proposal_verdict(person, to, code)
    if verdict.reasons:
        raise NotAllowed(verdict.reasons)
    if not verdict.allowed:
        raise NotFound
    return proposal(code)


def proposals_among(person: Actor, codes: Collection[str], action: ProposalAction) -> frozenset[str]:
    """Return those of some proposals, by code, in which a person may do this."""
    return frozenset(proposals_with(person, action).filter(code__in=codes).values_list("code", flat=True))
