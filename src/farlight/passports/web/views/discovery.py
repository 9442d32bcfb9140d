"""What programs that want to let people sign on have to know."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from farlight.passports.domain.proofs import MFA, SFA
from farlight.passports.types import ServiceScope

CLAIMS = (
    *("sub", "iss", "aud", "exp", "iat", "auth_time", "acr", "amr", "nonce", "sid"),
    *("name", "given_name", "family_name", "preferred_username", "email", "email_verified"),
    *("roles", "sessions", "groups"),
)


ENDPOINTS = {
    "authorization_endpoint": "authorization",
    "token_endpoint": "token",
    "userinfo_endpoint": "userinfo",
    "revocation_endpoint": "revoke",
    "end_session_endpoint": "logout",
    "jwks_uri": "jwks",
}
"""Names of the addresses, by what the document calls them."""
SPOKEN = {
    "response_types_supported": ["code"],
    "response_modes_supported": ["query"],
    "grant_types_supported": ["authorization_code", "refresh_token"],
    "scopes_supported": [scope.value for scope in ServiceScope],
    "claims_supported": list(CLAIMS),
    "acr_values_supported": [MFA, SFA],
    "prompt_values_supported": ["none", "login", "consent"],
    "subject_types_supported": ["public"],
    "code_challenge_methods_supported": ["S256"],
    "backchannel_logout_supported": True,
    "backchannel_logout_session_supported": True,
    "id_token_signing_alg_values_supported": ["RS256"],
    "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
}
"""What is understood."""


@require_safe
def configuration(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django's signature
    """Return the document of OpenID Connect Discovery 1.0: what is there, and no more."""
    site = settings.FARLIGHT_SITE_URL
    places = {key: f"{site}{reverse(f'idp:oidc:{name}')}" for key, name in ENDPOINTS.items()}
    answer = JsonResponse({"issuer": site, **places, **SPOKEN})
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
