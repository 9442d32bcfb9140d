"""What somebody proved in a login, and when; it is kept in the browser's session, which only this site reads."""

from collections.abc import MutableMapping
from datetime import UTC, datetime, timedelta
from typing import Any

from farlight.people.domain.elevation import until
from farlight.people.models import Person
from farlight.people.queries import factors_of
from farlight.people.types import Actor

PASSWORD = "password"  # noqa: S105 - the name of a proof
ELSEWHERE = "elsewhere"
"""Signing on elsewhere, by a password or what the provider takes for one."""
ELSEWHERE_FACTOR = "elsewhere_factor"
"""Signing on elsewhere with a second factor, as the facility counts it."""
NO_FACTORS = frozenset({PASSWORD, ELSEWHERE})
PROOFS = "proofs"
MOST_KEPT = 8
ON_THE_WAY = timedelta(minutes=15)
"""Whoever signs in is so long on the way from the provider to the last step."""

SessionData = MutableMapping[str, Any]


def note_proof(
    session: SessionData, *, person: Person, kind: str, now: datetime, given_at: datetime | None = None
) -> None:
    """Keep that a person gave a password, or a factor. What others proved in this browser does not count for them.

    Parameters
    ----------
    given_at : datetime, optional
        When it was given, if that was not now but before, elsewhere.
    """
    kept = [proof for proof in _proofs_of(session, person.pk) if proof["kind"] != kind]
    given = min(given_at or now, now)
    proof = {"person": person.pk, "kind": kind, "at": given.timestamp(), "noted": now.timestamp()}
    session[PROOFS] = [*kept, proof][-MOST_KEPT:]


def ways_of(session: SessionData, person: Person) -> str:
    """Return what a person gave, in order: ``password, one_time_codes``."""
    return ", ".join(proof["kind"] for proof in _proofs_of(session, person.pk))


def proofs_given(session: SessionData, person: Actor) -> tuple[tuple[str, datetime], ...]:
    """Return the kinds of what a person gave in a login, and when."""
    return tuple((p["kind"], datetime.fromtimestamp(p["at"], tz=UTC)) for p in _proofs_of(session, person.pk))


def confirmed_until(session: SessionData, *, person: Person, now: datetime) -> datetime | None:
    """Until when a person counts as present: a password or a factor was given within 15 minutes."""
    return until(_newest(_proofs_of(session, person.pk)), now=now)


def factor_until(session: SessionData, *, person_id: int, now: datetime) -> datetime | None:
    """Until when the factor that a person gave last counts; None when none does."""
    return until(_newest(p for p in _proofs_of(session, person_id) if p["kind"] not in NO_FACTORS), now=now)


def present_until(session: SessionData, *, person: Person, now: datetime) -> datetime | None:
    """Until when a person counts as present who must give a factor for it when they have one."""
    if factors_of(person.pk).has_any:
        return factor_until(session, person_id=person.pk, now=now)
    return confirmed_until(session, person=person, now=now)


def gave_factor_elsewhere(session: SessionData, *, person_id: int, since: datetime | None = None) -> bool:
    """Whether a person came into this login by a second factor elsewhere; noted since a moment, or ever."""
    proofs = [proof for proof in _proofs_of(session, person_id) if proof["kind"] == ELSEWHERE_FACTOR]
    return any(since is None or proof["noted"] >= since.timestamp() for proof in proofs)


def _proofs_of(session: SessionData, person_id: int) -> list[dict[str, Any]]:
    return [proof for proof in session.get(PROOFS, []) if proof["person"] == person_id]


def _newest(proofs: Any) -> datetime | None:
    moments = [datetime.fromtimestamp(proof["at"], tz=UTC) for proof in proofs]
    return max(moments, default=None)
