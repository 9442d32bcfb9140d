"""Questions about services, and what they are told."""

from collections.abc import Collection
from typing import Any

from allauth.idp.oidc.models import Client, Token

from farlight.beamtime.public import sessions_running_for
from farlight.kernel.time import utc_now
from farlight.passports.domain.services import origin_of
from farlight.passports.models import Passport
from farlight.passports.types import ServiceScope
from farlight.people.public import roles_of
from farlight.people.types import Actor


def origins_of_services() -> list[str]:
    """Return the origins that sign-ons may go on to: one query."""
    uris = Client.objects.values_list("redirect_uris", flat=True)
    return sorted({origin_of(uri) for text in uris for uri in text.split()})


def service_named(code: str) -> Client | None:
    """Return the row of a service; None when none is declared so."""
    return Client.objects.filter(pk=code).first()


def has_consented(person: Actor, service: str, scopes: Collection[str]) -> bool:
    """Whether a service holds something of a person already that was given for all of these scopes."""
    tokens = Token.objects.valid().filter(user_id=person.pk, client_id=service)
    return any(set(scopes) <= set(token.get_scopes()) for token in tokens)


def passport_with(token: str) -> Passport | None:
    """Return the passport that a token belongs to; None when there is none, or the token counts no more."""
    row = Token.objects.valid().by_value(token).first() if token else None
    code = (row.data or {}).get("passport", "") if row else ""
    return Passport.objects.select_related("person").filter(code=code, ended_at=None).first() if code else None


def claims_of(person: Any, scopes: Collection[str]) -> dict[str, Any]:
    """Return what a service is told of a person, by what it may ask."""
    told: dict[str, Any] = {}
    if ServiceScope.PROFILE in scopes:
        told |= {
            "name": person.full_name,
            "given_name": person.given_name,
            "family_name": person.family_name,
            "preferred_username": person.username,
        }
    if ServiceScope.EMAIL in scopes:
        told |= {"email": person.email, "email_verified": True}
    if ServiceScope.ROLES in scopes:
        told["roles"] = [f"{g.role.value}@{g.beamline}" if g.beamline else g.role.value for g in roles_of(person)]
    if ServiceScope.SESSIONS in scopes:
        told["sessions"] = [
            {"code": one.code, "beamline": one.beamline, "end": int(one.end.timestamp())}
            for one in sessions_running_for(person, now=utc_now())
        ]
    return told | _groups(told)


def _groups(told: dict[str, Any]) -> dict[str, Any]:
    """Programs that know nothing but groups get them: roles, and a group for each session."""
    if "roles" not in told and "sessions" not in told:
        return {}
    return {"groups": [*told.get("roles", []), *(f"session:{one['code']}" for one in told.get("sessions", []))]}
