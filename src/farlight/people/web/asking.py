"""Asking for a proof: what a browser is asked to sign is kept in its session, and counts once."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest

from farlight.kernel.errors import Invalid, Objection
from farlight.kernel.time import counts_still, utc_now
from farlight.people.adapters.passkeys import NOT_ACCEPTED, Options, Site, State, ask_for_proof
from farlight.people.domain.one_time_codes import DIGITS, normalised
from farlight.people.models import Person
from farlight.people.queries import credentials_of
from farlight.people.services.one_time_codes import take_one_time_code
from farlight.people.services.passkeys import take_passkey
from farlight.people.services.proofs import note_proof
from farlight.people.services.recovery_codes import take_recovery_code
from farlight.people.types import FactorKind

CHALLENGE = "passkey_challenge"
CHALLENGE_LIVES = timedelta(minutes=5)
WRONG = Objection(
    message="That code is not right, was used already, or too many were wrong.",
    mend="Wait for the next one, or take another way.",
    field="code",
)


def site_of(request: HttpRequest) -> Site:
    """Return this site as the browser knows it."""
    return Site(name="Farlight", origin=f"{request.scheme}://{request.get_host()}")


def keep_challenge(request: HttpRequest, purpose: str, state: State) -> None:
    """Keep what a browser is asked to sign, until it answers."""
    request.session[CHALLENGE] = {"for": purpose, "state": state, "at": utc_now().timestamp()}


def kept_challenge(request: HttpRequest, purpose: str) -> State:
    """Return what the browser was asked to sign; it does not count any more from now on.

    Raises
    ------
    Invalid
        When it was asked nothing, or something else, or too long ago.
    """
    kept = request.session.pop(CHALLENGE, None)
    if (
        kept is None
        or kept["for"] != purpose
        or not counts_still(datetime.fromtimestamp(kept["at"], UTC), CHALLENGE_LIVES, now=utc_now())
    ):
        raise Invalid([NOT_ACCEPTED])
    state: State = kept["state"]
    return state


def ask_person(request: HttpRequest, person: Person, purpose: str) -> Options:
    """Return what a browser is asked to sign with one of a person's passkeys."""
    options, state = ask_for_proof(site_of(request), present=credentials_of(person), must_verify=False)
    keep_challenge(request, purpose, state)
    return options


def answer_in(request: HttpRequest) -> Any:
    """Return the answer of a passkey in a form.

    Raises
    ------
    Invalid
        When there is none.
    """
    try:
        return json.loads(request.POST.get("answer", ""))
    except (json.JSONDecodeError, RecursionError) as error:
        raise Invalid([NOT_ACCEPTED]) from error


def factor_in(request: HttpRequest, person: Person, purpose: str) -> FactorKind:
    """Take the factor that a form brings, and note that the person gave it.

    Raises
    ------
    Invalid
        When it is wrong.
    """
    kind = _factor_in(request, person, purpose)
    note_proof(request.session, person=person, kind=kind.value, now=utc_now())
    return kind


def _factor_in(request: HttpRequest, person: Person, purpose: str) -> FactorKind:
    now = utc_now()
    if request.POST.get("answer"):
        state, answer = kept_challenge(request, purpose), answer_in(request)
        take_passkey(site=site_of(request), state=state, answer=answer, person=person, now=now)
        return FactorKind.PASSKEY
    code = normalised(request.POST.get("code", ""))
    is_one_time = len(code) == DIGITS and code.isdigit()
    take = take_one_time_code if is_one_time else take_recovery_code
    if not take(person_id=person.pk, code=code, now=now):
        raise Invalid([WRONG])
    return FactorKind.ONE_TIME_CODES if is_one_time else FactorKind.RECOVERY_CODE
