"""What somebody proved in a login, and when; it is kept in the browser's session, which only this site reads."""

from collections.abc import MutableMapping
from datetime import UTC, datetime
from typing import Any

from farlight.people.domain.elevation import until
from farlight.people.models import Person
from farlight.people.types import Actor

PASSWORD = "password"  # noqa: S105 - the name of a proof
PROOFS = "proofs"
MOST_KEPT = 8

SessionData = MutableMapping[str, Any]


def note_proof(session: SessionData, *, person: Person, kind: str, now: datetime) -> None:
    """Keep that a person gave a password, or a factor. What others proved in this browser does not count for them."""
    kept = [proof for proof in _proofs_of(session, person.pk) if proof["kind"] != kind]
    proof = {"person": person.pk, "kind": kind, "at": now.timestamp()}
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
    return until(_newest(p for p in _proofs_of(session, person_id) if p["kind"] != PASSWORD), now=now)


def _proofs_of(session: SessionData, person_id: int) -> list[dict[str, Any]]:
    return [proof for proof in session.get(PROOFS, []) if proof["person"] == person_id]


def _newest(proofs: Any) -> datetime | None:
    moments = [datetime.fromtimestamp(proof["at"], tz=UTC) for proof in proofs]
    return max(moments, default=None)
