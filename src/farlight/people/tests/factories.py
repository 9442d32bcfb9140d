"""People for tests."""

from datetime import timedelta

from farlight.kernel.time import utc_now
from farlight.people.domain.one_time_codes import code_of, counter_at
from farlight.people.public import register_person, set_roles
from farlight.people.services.claimed_roles import set_claimed_roles
from farlight.people.services.one_time_codes import set_up_one_time_codes
from farlight.people.services.proofs import note_proof
from farlight.people.types import Role, RoleGrantSummary

PERIOD = timedelta(seconds=30)
SEED = b"12345678901234567890"


def make_person(username="ada", *roles, beamline=""):
    """Somebody with an account; the roles hold at the beamline, or everywhere."""
    person = register_person(
        username=username, email=f"{username}@example.org", given_name=username.capitalize(), family_name="Tester"
    )
    if roles:
        set_roles(person=person, roles=tuple(RoleGrantSummary(role=Role(r), beamline=beamline) for r in roles))
    return person


def show_codes(person, *, seed=SEED):
    """Let an app show codes for somebody; what is returned gives those of the moments after this one."""
    now = utc_now()
    set_up_one_time_codes(person=person, seed=seed, code=code_of(seed, counter_at(now) - 1), now=now - PERIOD)
    return lambda: code_of(seed, counter_at(utc_now()))


def say_who_it_is(browser, person, kind="password", *, at=None):
    """Let somebody who is signed in by a browser have given a proof in it just now, or at a moment."""
    session = browser.session
    note_proof(session, person=person, kind=kind, now=utc_now(), given_at=at)
    session.save()
    return browser


def claim_roles(person, *roles, lapses_at, source="lab"):
    """Give somebody roles by the claims of a provider, until they lapse."""
    set_claimed_roles(person=person, source=source, roles=roles, now=utc_now(), lapses_at=lapses_at)
