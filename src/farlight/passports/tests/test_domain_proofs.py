from datetime import UTC, datetime, timedelta

import pytest

from farlight.passports.domain.proofs import MFA, SFA, must_prove_again, proof_of

NOW = datetime(2030, 5, 6, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("kinds", "acr", "amr"),
    [
        ((), SFA, ()),
        (("password",), SFA, ("pwd",)),
        (("elsewhere",), SFA, ()),
        (("one_time_codes",), SFA, ("otp",)),
        (("password", "one_time_codes"), MFA, ("mfa", "otp", "pwd")),
        (("password", "recovery_code"), MFA, ("mfa", "otp", "pwd")),
        (("elsewhere", "one_time_codes"), MFA, ("mfa", "otp")),
        (("passkey",), MFA, ("hwk", "mfa", "user")),
        (("elsewhere_factor",), MFA, ("mfa",)),
    ],
)
def test_what_was_given_is_told_as_it_was(kinds, acr, amr):
    given = [(kind, NOW - HOUR + timedelta(minutes=number)) for number, kind in enumerate(kinds)]
    proof = proof_of(given, signed_in_at=NOW - HOUR)
    at = NOW - HOUR + timedelta(minutes=max(len(kinds) - 1, 0))
    assert (proof.acr, proof.amr, proof.at) == (acr, amr, at)


@pytest.mark.parametrize(
    ("wish", "again"),
    [
        ({}, False),
        ({"prompt": "login"}, True),
        ({"prompt": "consent"}, False),
        ({"max_age": "3500"}, True),
        ({"max_age": "3700"}, False),
        ({"max_age": "soon"}, False),
        ({"max_age": "9" * 50}, False),
        ({"acr_values": MFA}, True),
        ({"acr_values": MFA, "has_factor": False}, False),
        ({"acr_values": SFA}, False),
    ],
)
def test_a_service_may_ask_for_more(wish, again):
    parts = {"prompt": "", "max_age": "", "acr_values": "", "has_factor": True} | wish
    assert must_prove_again(proof=proof_of([("password", NOW - HOUR)], signed_in_at=NOW), now=NOW, **parts) is again


def test_what_was_given_just_now_is_enough_for_a_wish_that_it_be_new():
    proof = proof_of([("password", NOW - timedelta(seconds=30))], signed_in_at=NOW)
    parts = {"prompt": "", "acr_values": "", "has_factor": False}
    assert not must_prove_again(proof=proof, max_age="0", now=NOW, **parts)
