"""allauth's provider, fitted to the house."""

from collections.abc import Iterable
from typing import Any

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client, PrivateKey
from django.conf import settings

from farlight.kernel.time import utc_now
from farlight.passports.adapters.keys import signing_keys
from farlight.passports.domain.keys import shown_keys
from farlight.passports.queries import claims_of
from farlight.passports.services.issuing import exchanging
from farlight.passports.types import ServiceScope


class HousePassports(DefaultOIDCAdapter):  # type: ignore[misc]
    """What services are told is decided by the house, and signed with its own keys."""

    scope_display = {scope.value: scope.words for scope in ServiceScope}

    def get_issuer(self) -> str:
        """What this site calls itself, whatever name a browser came by."""
        return str(settings.FARLIGHT_SITE_URL)

    def list_private_keys(self, *, did_activate: bool | None = None, is_active: bool | None = None) -> list[PrivateKey]:
        """Return the keys in the state folder."""
        now = utc_now()
        shown = shown_keys(signing_keys(now=now))
        keys = [
            PrivateKey(
                pem=one.key.pem, not_before=one.key.signs_from, issued_at=one.key.signs_from, expires_at=one.until
            )
            for one in shown
            if not is_active or one.until is None or one.until > now
        ]
        return [key for key in keys if not did_activate or key.not_before <= now]

    def get_claims(
        self,
        purpose: str,  # noqa: ARG002 - the library's signature
        user: Any,
        client: Client,
        scopes: Iterable[str],
        email: str | None = None,  # noqa: ARG002 - the library's signature
        **_: Any,
    ) -> dict[str, Any]:
        """Return who somebody is, and what the service may ask about them."""
        return {"sub": self.get_user_sub(client, user)} | claims_of(user, list(scopes))

    def populate_id_token(self, id_token: dict[str, Any], client: Client, scopes: Iterable[str], **_: Any) -> None:  # noqa: ARG002 - the library's signature
        """Say how the person signed on, and when: as it was, not as the service would like it."""
        passport = exchanging.get()
        if passport is not None:
            proved = {"acr": passport.acr, "amr": passport.amr, "auth_time": int(passport.proved_at.timestamp())}
            id_token.update(proved | {"sid": passport.sid})
