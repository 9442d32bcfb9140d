"""What a provider says of somebody: where it stands, what it means, when it counts."""

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta

import pytest

from farlight.people.domain.identities import (
    Identity,
    faults_of_identity,
    identity_in,
    identity_kept,
    moment_in,
    texts_at,
)
from farlight.people.domain.step_up_elsewhere import objections_to_proof
from farlight.people.types import ClaimedInstitute, ClaimedRole, ProviderDefinition, Role

NOW = datetime(2030, 5, 6, 8, tzinfo=UTC)
LAB = ProviderDefinition(
    code="lab",
    name="Lab",
    issuer="https://lab.example",
    client_id="farlight",
    second_factor=("mfa", "2"),
    roles=(
        ClaimedRole(claim="groups", value="/{beamline}/staff", role=Role.LOCAL_CONTACT, beamline="{beamline}"),
        ClaimedRole(claim="realm.roles", value="office", role=Role.USER_OFFICE),
        ClaimedRole(claim="groups", value="/mx/ops", role=Role.OPERATOR, beamline="sim1"),
    ),
    institutes=(ClaimedInstitute(claim="org", value="uu.se", institute="Uppsala University"),),
)
GOOD = {
    "iss": "https://lab.example",
    "aud": ["farlight"],
    "sub": "s-1",
    "nonce": "n",
    "iat": NOW.timestamp(),
    "exp": NOW.timestamp() + 60,
}


def test_an_identity_is_what_claims_say_in_plain_values_that_a_session_can_keep():
    claims = {
        "sub": "s-1",
        "acr": "mfa",
        "auth_time": 1_904_284_800,
        "name": "Ada Maria Tester",
        "preferred_username": "ada",
        "email": "ada@example.org",
        "email_verified": "true",
        "sid": "x",
        "groups": ["/sim2/staff", "/SIM3/staff", "/sim2/staff/", "/mx/ops", 7],
        "realm": {"roles": ["office"]},
        "org": "uu.se",
    }
    identity = identity_in(claims, LAB)
    assert identity == Identity(
        provider="lab",
        issuer="https://lab.example",
        subject="s-1",
        label="ada@example.org",
        email="ada@example.org",
        is_email_verified=False,
        given_name="Ada Maria",
        family_name="Tester",
        sid="x",
        acr="mfa",
        gave_factor=True,
        proved_at_s=1_904_284_800,
        roles=("local_contact@sim2", "operator@sim1", "user_office"),
        institute="Uppsala University",
    )
    assert identity_kept(json.loads(json.dumps(asdict(identity)))) == identity
    bare = identity_in({"sub": "s-1", "acr": 2, "name": "x\ny", "email": "a" * 300}, LAB)
    assert bare == Identity(provider="lab", issuer="https://lab.example", subject="s-1")


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("groups", ("a", "b")),
        ("https://x.example/roles", ("c",)),
        ("deep.er.still", ("d",)),
        ("deep.nothing.still", ()),
        ("groups.0", ()),
        ("number", ()),
        ("nothing", ()),
    ],
)
def test_texts_are_found_by_name_or_path(path, found):
    claims = {"groups": ["a", 1, "b"], "https://x.example/roles": "c", "deep": {"er": {"still": ["d"]}}, "number": 3}
    assert texts_at(claims, path) == found


@pytest.mark.parametrize("value", [None, True, "1", float("nan"), 1e300, [1]])
def test_what_is_no_moment_is_none(value):
    assert moment_in({"at": value}, "at") is None


def test_a_provider_that_does_not_say_when_is_believed_only_where_any_time_will_do():
    def faults(max_age_s, **more):
        return faults_of_identity({**GOOD, **more}, provider=LAB, nonce="n", max_age_s=max_age_s, now=NOW)

    long_ago = NOW.timestamp() - 1e6
    assert faults(0) == faults(0, auth_time=long_ago) == faults(60, auth_time=NOW.timestamp() - 100) == ()
    assert faults(60) == ("It does not say when you signed on there.",)
    assert faults(60, auth_time=long_ago) == ("You signed on there too long ago.",)
    assert faults_of_identity(GOOD, provider=LAB, nonce="", max_age_s=0, now=NOW) == ("It answers another question.",)
    several = {"aud": ["farlight", "other"], "azp": "farlight"}
    assert faults(0, **several) == ()


def test_a_proof_counts_when_it_is_fresh_and_strong_enough():
    good = Identity(
        provider="lab",
        issuer="https://lab.example",
        subject="s-1",
        acr="mfa",
        gave_factor=True,
        proved_at_s=int((NOW - timedelta(minutes=14)).timestamp()),
    )
    weak = replace(good, acr="", gave_factor=False)
    old = replace(good, proved_at_s=int((NOW - timedelta(minutes=16)).timestamp()))
    silent = replace(good, proved_at_s=0)

    def said(identity, *, needs_factor=True, provider=LAB):
        return [o.message for o in objections_to_proof(identity, provider=provider, needs_factor=needs_factor, now=NOW)]

    assert said(good) == said(weak, needs_factor=False) == []
    assert said(weak) == [
        "Lab did not ask you for a second factor: it did not say how you signed on, and “mfa” or “2” counts here."
    ]
    assert said(replace(weak, acr="1"), provider=replace(LAB, second_factor=())) == [
        "Lab did not ask you for a second factor: it answered acr “1”, and nothing counts here."
    ]
    assert said(old) == ["You signed on at Lab 16 minutes ago; it must be within 15."]
    assert said(silent) == ["Lab does not say when you signed on there; it must be within 15 minutes."]
