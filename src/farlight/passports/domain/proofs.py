"""What somebody proved, in the words that services understand."""

from collections.abc import Collection
from datetime import datetime

from farlight.passports.types import Proof

MFA = "https://refeds.org/profile/mfa"
SFA = "https://refeds.org/profile/sfa"
"""Levels of assurance by REFEDS: more than one factor, one factor."""

_WORDS = {
    "password": ("pwd",),
    "one_time_codes": ("otp",),
    "recovery_code": ("otp",),
    "passkey": ("hwk", "user"),
    "elsewhere_factor": ("mfa",),
}
"""RFC 8176, by the kind of proof."""
_SECONDS = frozenset({"one_time_codes", "recovery_code"})
_WHOLE = frozenset({"passkey", "elsewhere_factor"})
"""What is two factors by itself: the device, and the finger, face or PIN that opens it."""


def proof_of(given: Collection[tuple[str, datetime]], *, signed_in_at: datetime) -> Proof:
    """Return what a sign-on proves.

    Parameters
    ----------
    given : collection of (str, datetime)
        Kinds of what was given in the login, and when.
    signed_in_at : datetime
        When the login began: counts where nothing was noted.
    """
    kinds = {kind for kind, _ in given}
    is_two = bool(kinds & _WHOLE) or (bool(kinds & _SECONDS) and bool(kinds - _SECONDS))
    words = {word for kind in kinds for word in _WORDS.get(kind, ())} | ({"mfa"} if is_two else set())
    at = max((moment for _, moment in given), default=signed_in_at)
    return Proof(acr=MFA if is_two else SFA, amr=tuple(sorted(words)), at=at)


def must_prove_again(
    *, prompt: str, max_age: str, acr_values: str, proof: Proof, has_factor: bool, now: datetime
) -> bool:
    """Whether a service asks for more than what was proved: anew, more lately, or with a second factor.

    Parameters
    ----------
    prompt, max_age, acr_values : str
        Parameters of the request (OpenID Connect Core 1.0, section 3.1.2.1); ``max_age`` in seconds.
    has_factor : bool
        Whether the account has a second factor at all: who has none cannot be asked for one.
    """
    if "login" in prompt.split():
        return True
    age_s = (now - proof.at).total_seconds()
    if max_age.isascii() and max_age.isdigit() and age_s > max(int(max_age[:9]), JUST_NOW_S):
        return True
    return MFA in acr_values.split() and proof.acr != MFA and has_factor


JUST_NOW_S = 60
"""What was given so long ago was given just now: a browser needs its time to come back."""
