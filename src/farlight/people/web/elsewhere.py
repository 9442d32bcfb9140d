"""What a browser's session keeps of an account elsewhere: by which it came in, and which one waits to be linked."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from farlight.kernel.errors import Unavailable
from farlight.kernel.time import counts_still, utc_now
from farlight.people.adapters.openid import published_by
from farlight.people.adapters.sealing import sealed, unsealed
from farlight.people.domain.identities import Identity, identity_kept
from farlight.people.models import LinkedAccount, Person
from farlight.people.queries import sign_on_provider
from farlight.people.services.elsewhere_logout import note_elsewhere
from farlight.people.services.proofs import ELSEWHERE, ELSEWHERE_FACTOR, note_proof

CAME_BY = "elsewhere"
PENDING = "elsewhere_pending"
PENDING_LIVES = timedelta(minutes=15)


def keep_way(request: HttpRequest, link: LinkedAccount, identity: Identity, token: str, *, asked_factor: bool) -> None:
    """Keep in a browser's session by which account elsewhere somebody comes in, and what was proved there."""
    kind = ELSEWHERE_FACTOR if identity.gave_factor else ELSEWHERE
    note_proof(request.session, person=link.person, kind=kind, now=utc_now(), given_at=identity.proved_at)
    request.session[CAME_BY] = {
        "person": link.person_id,
        "provider": identity.provider,
        "link": link.code,
        "sid": identity.sid,
        "token": sealed(token.encode()),
        "asked_factor": asked_factor,
    }


def way_kept(request: HttpRequest, person: Person) -> dict[str, Any] | None:
    """Return by which account elsewhere a person came in; None when it was none."""
    kept: dict[str, Any] | None = request.session.get(CAME_BY)
    return kept if kept and kept["person"] == person.pk else None


def note_way(request: HttpRequest, person: Person, *, sign_in: str) -> None:
    """Write down by which account elsewhere a browser is signed in, so that it is signed out with that."""
    kept = way_kept(request, person)
    if kept:
        note_elsewhere(sign_in=sign_in, link=kept["link"], sid=kept["sid"])


def is_coming_in(request: HttpRequest) -> bool:
    """Whether somebody came from elsewhere into this browser just now: by a button, and is on the way in."""
    return CAME_BY in request.session and not request.user.is_authenticated


def way_to_factor_elsewhere(request: HttpRequest, person: Person, *, next_path: str) -> str:
    """Where somebody who must have a second factor gives it: at the provider they came by, which is asked once."""
    kept = way_kept(request, person) if person.is_factor_demanded else None
    provider = sign_on_provider(kept["provider"]) if kept and not kept["asked_factor"] else None
    if provider is None or not provider.second_factor:
        return ""
    begin = reverse("people:elsewhere_begin", args=[provider.code])
    return f"{begin}?{urlencode({'for': 'factor', 'next': next_path})}"


def keep_pending(request: HttpRequest, identity: Identity, token: str) -> None:
    """Keep who signed on elsewhere until they say which account here is theirs."""
    kept = {"identity": asdict(identity), "token": sealed(token.encode()), "at": utc_now().timestamp()}
    request.session[PENDING] = kept


def pending_in(request: HttpRequest) -> tuple[Identity, str] | None:
    """Return who signed on elsewhere and is not linked yet, with the ID token; None when nobody is, or too long ago."""
    kept = request.session.get(PENDING)
    if kept is None or not counts_still(datetime.fromtimestamp(kept["at"], UTC), PENDING_LIVES, now=utc_now()):
        return None
    return identity_kept(kept["identity"]), unsealed(kept["token"]).decode()


def parting_in(request: HttpRequest) -> dict[str, str] | None:
    """Return name and address at which somebody signs out of the provider they came by; None where there is none."""
    person = request.user
    kept = way_kept(request, person) if isinstance(person, Person) else None
    provider = sign_on_provider(kept["provider"]) if kept else None
    if provider is None or kept is None:
        return None
    try:
        address = published_by(provider.issuer).end_session_endpoint
    except Unavailable:
        return None
    asked = {
        "id_token_hint": unsealed(kept["token"]).decode(),
        "client_id": provider.client_id,
        "post_logout_redirect_uri": request.build_absolute_uri(reverse("account_login")),
    }
    return {"name": provider.name, "address": f"{address}?{urlencode(asked)}"} if address else None
