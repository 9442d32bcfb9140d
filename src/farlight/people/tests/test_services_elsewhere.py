"""Accounts elsewhere, and what comes with them, where no page is needed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from farlight.audit.public import records
from farlight.bus.public import newest_number
from farlight.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Unavailable
from farlight.kernel.time import utc_now
from farlight.people.access import account_summary_of, accounts_with_roles, roles_of, roles_until
from farlight.people.domain.claims import later_of
from farlight.people.domain.identities import Identity
from farlight.people.domain.logout_tokens import EVENT
from farlight.people.models import LinkedAccount, RoleGrant, SignInElsewhere
from farlight.people.public import (
    define_sign_on,
    invite_again,
    invite_person,
    lapse_claimed_roles,
    lock_person,
    proofs_given,
    register_institute,
    set_roles,
)
from farlight.people.queries import (
    linked_accounts_of,
    people_in_role,
    proving_providers,
    sign_on_provider,
    sign_on_providers,
)
from farlight.people.services.elsewhere import enter_from, link_account, unlink_account
from farlight.people.services.elsewhere_logout import end_by_logout_token, note_elsewhere
from farlight.people.services.proofs import note_proof
from farlight.people.services.sign_ins import note_sign_in
from farlight.people.services.sign_on_providers import secret_of
from farlight.people.tests.factories import claim_roles, make_person
from farlight.people.types import ClaimedInstitute, ClaimedRole, ProviderDefinition, Role, RoleGrantSummary

pytestmark = pytest.mark.django_db
NOW = datetime(2030, 5, 6, 8, tzinfo=UTC)
LAB = ProviderDefinition(
    code="lab",
    name="Lab",
    issuer="https://lab.example",
    client_id="farlight",
    second_factor=("mfa",),
    believes_addresses=True,
    roles=(ClaimedRole(claim="groups", value="x", role=Role.STORES),),
    institutes=(ClaimedInstitute(claim="org", value="uu.se", institute="Uppsala University"),),
)
IDENTITY = Identity(
    provider="lab",
    issuer="https://lab.example",
    subject="s-1",
    label="ada at lab",
    email="ada@example.org",
    is_email_verified=True,
    institute="Uppsala University",
)


def test_providers_are_kept_as_they_are_said_and_said_once():
    define_sign_on(providers=[LAB, replace(LAB, code="b", issuer="https://b.example")])
    before = newest_number("")
    define_sign_on(providers=[LAB, replace(LAB, code="b", issuer="https://b.example")])
    assert newest_number("") == before
    assert [one.code for one in sign_on_providers()] == ["lab", "b"]
    assert (sign_on_provider("lab"), sign_on_provider("none")) == (LAB, None)
    define_sign_on(providers=[replace(LAB, code="b", issuer="https://b.example"), LAB])
    assert [one.code for one in sign_on_providers()] == ["b", "lab"]


def test_a_provider_that_goes_takes_the_roles_along_that_its_claims_gave_and_no_others():
    define_sign_on(providers=[LAB, replace(LAB, code="b", issuer="https://b.example")])
    now = utc_now()
    ada, ben = make_person("ada", "safety"), make_person("ben")
    for person, source in ((ada, "lab"), (ada, "b"), (ben, "b")):
        claim_roles(person, "stores", source=source, lapses_at=now + timedelta(days=1))
    define_sign_on(providers=[LAB])
    kept = {
        row.username: [(grant.role, grant.source) for grant in row.role_grants.all()] for row in accounts_with_roles()
    }
    assert {who: sorted(grants) for who, grants in kept.items()} == {
        "ada": [("safety", ""), ("stores", "lab")],
        "ben": [],
    }


def test_secrets_come_from_a_variable_or_a_file_or_there_is_none(tmp_path, monkeypatch):
    path = tmp_path / "secret"
    path.write_text("from the file\n")
    monkeypatch.setenv("LAB_SECRET", "from the variable")
    assert secret_of(LAB) == ""
    assert secret_of(replace(LAB, secret_env="LAB_SECRET")) == "from the variable"
    assert secret_of(replace(LAB, secret_file=str(path))) == "from the file"
    path.unlink()
    for missing in ({"secret_file": str(path)}, {"secret_env": "NOT_SET"}):
        with pytest.raises(Unavailable, match="The secret for Lab is missing"):
            secret_of(replace(LAB, **missing))


def test_an_institute_is_noted_for_whom_none_is_noted():
    register_institute(name="Uppsala University", country="SE")
    other = register_institute(name="Lund University", country="SE")
    ada, ben = make_person("ada"), make_person("ben")
    ben.institute = other
    ben.save()
    for person, subject in ((ada, "s-1"), (ben, "s-2")):
        link_account(person=person, identity=replace(IDENTITY, subject=subject), provider=LAB, now=NOW)
    ada.refresh_from_db()
    ben.refresh_from_db()
    assert (ada.institute.name, ben.institute.name) == ("Uppsala University", "Lund University")


def test_an_account_is_linked_once_and_a_locked_one_never():
    ada, ben = make_person("ada"), make_person("ben")
    first = link_account(person=ada, identity=IDENTITY, provider=LAB, now=NOW)
    assert link_account(person=ada, identity=IDENTITY, provider=LAB, now=NOW) == first
    with pytest.raises(Conflict, match="belongs to another account here"):
        link_account(person=ben, identity=IDENTITY, provider=LAB, now=NOW)
    lock_person(person=ben, reason="left")
    with pytest.raises(NotAllowed):
        link_account(person=ben, identity=replace(IDENTITY, subject="s-2"), provider=LAB, now=NOW)
    with pytest.raises(NotAllowed):
        enter_from(identity=replace(IDENTITY, subject="s-3", email="ben@example.org"), provider=LAB, now=NOW)
    assert LinkedAccount.objects.count() == 1


def test_an_invited_account_that_is_linked_waits_for_nobody():
    keeper = make_person("keeper", "user_office")
    ada = invite_person(email="ada@example.org", given_name="Ada", family_name="Lee", by=keeper, now=NOW)
    row = enter_from(identity=IDENTITY, provider=LAB, now=NOW)
    assert (row.person, ada.invitations.get().accepted_at) == (ada, NOW)
    with pytest.raises(Conflict):
        invite_again(person=ada, by=keeper, now=NOW)


def test_unlinking_leaves_a_way_in_and_takes_roles_along():
    define_sign_on(providers=[LAB])
    ada = make_person("ada")
    identity = replace(IDENTITY, roles=("stores",))
    first = link_account(person=ada, identity=identity, provider=LAB, now=NOW)
    assert account_summary_of(accounts_with_roles().get()).roles_claimed_at == ("lab",)
    with pytest.raises(NotAllowed):
        unlink_account(person=ada, code=first.code, now=NOW)
    second = link_account(person=ada, identity=replace(identity, subject="s-2"), provider=LAB, now=NOW)
    for code in ("l-none", "../x"):
        with pytest.raises(NotFound):
            unlink_account(person=ada, code=code, now=NOW)
    unlink_account(person=ada, code=first.code, now=NOW)
    assert [grant.role for grant in account_summary_of(accounts_with_roles().get()).roles] == [Role.STORES]
    ada.set_password("correct horse battery")
    unlink_account(person=ada, code=second.code, now=NOW)
    assert account_summary_of(accounts_with_roles().get()).roles == ()


@pytest.mark.parametrize("number", [1, 3])
def test_links_are_listed_by_two_queries(django_assert_num_queries, number):
    define_sign_on(providers=[LAB])
    ada = make_person("ada")
    for n in range(number):
        link_account(person=ada, identity=replace(IDENTITY, subject=f"s-{n}"), provider=LAB, now=NOW)
    link_account(person=make_person("ben"), identity=replace(IDENTITY, subject="other"), provider=LAB, now=NOW)
    with django_assert_num_queries(2):
        assert [link.provider_name for link in linked_accounts_of(ada.pk)] == ["Lab"] * number
    with django_assert_num_queries(2):
        assert [one.code for one in proving_providers(ada.pk)] == ["lab"]


def test_a_browser_that_is_gone_is_not_noted():
    ada = make_person("ada")
    link = link_account(person=ada, identity=IDENTITY, provider=LAB, now=NOW)
    note_elsewhere(sign_in="b-none", link=link.code, sid="x")
    assert not SignInElsewhere.objects.exists()


def came_by(person, provider, subject, sid):
    """A browser of somebody who came by an account elsewhere."""
    identity = replace(IDENTITY, provider=provider.code, issuer=provider.issuer, subject=subject)
    link = link_account(person=person, identity=identity, provider=provider, now=NOW)
    terms = {"session_key": f"{subject}-{sid}", "way": "elsewhere", "device": "", "address": "", "now": NOW}
    note_elsewhere(sign_in=note_sign_in(person=person, **terms), link=link.code, sid=sid)


def test_a_session_that_ends_elsewhere_ends_here_and_those_of_another_house_stay():
    other = replace(LAB, code="b", issuer="https://b.example")
    ada, ben = make_person("ada"), make_person("ben")
    came_by(ada, LAB, "s-1", "one")
    came_by(ada, LAB, "s-1", "two")
    came_by(ben, other, "s-9", "one")
    moment = int(NOW.timestamp())
    claims = {"iss": LAB.issuer, "aud": "farlight", "iat": moment, "exp": moment + 60, "jti": "j-1", "sid": "one"}
    claims["events"] = {EVENT: {}}
    assert end_by_logout_token(claims=claims, provider=LAB, now=NOW) == 1
    left = {(row.sign_in.person.username, row.sid) for row in SignInElsewhere.objects.all()}
    assert left == {("ada", "two"), ("ben", "one")}
    with pytest.raises(Invalid, match="It came before"):
        end_by_logout_token(claims=claims, provider=LAB, now=NOW)


def test_what_somebody_proved_in_a_login_is_theirs_alone():
    session, ada, ben = {}, make_person("ada"), make_person("ben")
    note_proof(session, person=ada, kind="password", now=NOW)
    note_proof(session, person=ada, kind="elsewhere_factor", now=NOW, given_at=NOW - timedelta(minutes=5))
    assert proofs_given(session, ada) == (("password", NOW), ("elsewhere_factor", NOW - timedelta(minutes=5)))
    assert proofs_given(session, ben) == ()
    note_proof(session, person=ben, kind="passkey", now=NOW)
    assert (proofs_given(session, ada), proofs_given(session, ben)) == ((), (("passkey", NOW),))


def test_roles_by_claims_lapse_unless_one_signs_on_again():
    now, week = utc_now(), timedelta(days=7)
    lab = replace(LAB, roles_last_s=int(week.total_seconds()))
    define_sign_on(providers=[lab])
    ada, ben = make_person("ada"), make_person("ben", "safety")
    both = replace(IDENTITY, roles=("data_manager", "stores@sim1"))
    enter_from(identity=both, provider=lab, now=now - week + timedelta(minutes=1))
    manager = RoleGrantSummary(role=Role.DATA_MANAGER, beamline="")
    assert roles_until(ada)[manager] == now + timedelta(minutes=1)
    assert (ada.keeps_accounts(), people_in_role(Role.DATA_MANAGER)) == (False, [ada.pk])
    enter_from(identity=replace(both, roles=("data_manager",)), provider=lab, now=now - week)
    assert (roles_of(ada), people_in_role(Role.DATA_MANAGER), lapse_claimed_roles(now=now)) == ((), [], 1)
    (act,) = [r for r in records(words="ada").items if r.details.get("roles") == ""]
    assert (act.kind.value, act.details["provider"], RoleGrant.objects.count()) == ("roles_changed", "lab", 1)
    enter_from(identity=both, provider=lab, now=now)
    set_roles(person=ada, roles=(manager,))
    assert roles_until(ada)[manager] is None
    assert lapse_claimed_roles(now=now + week) == 1
    assert (roles_of(ada), roles_of(ben)) == ((manager,), (RoleGrantSummary(role=Role.SAFETY, beamline=""),))


def test_roles_from_before_roles_lapsed_get_their_time_from_now():
    define_sign_on(providers=[LAB])
    ada, now = make_person("ada"), utc_now()
    enter_from(identity=replace(IDENTITY, roles=("stores",)), provider=LAB, now=now)
    RoleGrant.objects.update(lapses_at=None)
    assert lapse_claimed_roles(now=now) == 0
    assert set(roles_until(ada).values()) == {now + timedelta(seconds=LAB.roles_last_s)}


def test_the_later_end_counts_and_none_is_the_latest():
    assert (later_of(NOW, NOW + timedelta(1)), later_of(NOW, None), later_of(None, None)) == (
        NOW + timedelta(1),
        None,
        None,
    )
