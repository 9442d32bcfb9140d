"""allauth's OpenID Connect provider, fitted to the house: it leads there and fetches; looking is ours."""

import secrets
from typing import Any

import requests
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from farlight.kernel.errors import Invalid, Objection, Unavailable
from farlight.kernel.time import utc_now
from farlight.people.adapters.openid import IDENTITY, Published, claims_of, fetched, published_by, words_for
from farlight.people.domain.elevation import STEP_UP
from farlight.people.domain.identities import Identity, faults_of_identity, identity_in
from farlight.people.services.sign_on_providers import secret_of
from farlight.people.types import ProviderDefinition

NONCE_BYTES = 24
State = dict[str, Any]


class HouseAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """What allauth knows of a provider comes from the facility file, and from what the provider publishes."""

    def __init__(self, request: HttpRequest, definition: ProviderDefinition) -> None:
        super().__init__(request, definition.code)
        self.definition = definition

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider publishes, after it was looked at."""
        published = published_by(self.definition.issuer)
        return {
            "authorization_endpoint": published.authorization_endpoint,
            "token_endpoint": published.token_endpoint,
            "token_endpoint_auth_methods_supported": list(published.token_methods),
        }

    def get_provider(self) -> "HouseProvider":
        """The provider that leads there."""
        return HouseProvider(self.request, self.definition)

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:  # noqa: ARG002 - the library's signature
        """Where browsers come back to."""
        return str(build_absolute_uri(request, reverse("people:elsewhere_back", args=[self.definition.code])))


class HouseProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """A provider of the facility file, for allauth; its row is never saved."""

    pkce_enabled_default = True

    def __init__(self, request: HttpRequest, definition: ProviderDefinition) -> None:
        app = SocialApp(
            provider=self.id,
            provider_id=definition.code,
            name=definition.name,
            client_id=definition.client_id,
            secret=secret_of(definition),
            settings={"server_url": definition.issuer, "scope": list(definition.scopes)},
        )
        if not app.secret:
            app.settings["token_auth_method"] = "client_secret_post"  # noqa: S105 - a client without a secret names itself
        super().__init__(request, app=app)
        self.definition = definition

    def get_oauth2_adapter(self, request: HttpRequest) -> HouseAdapter:
        """The other half of the library's provider."""
        return HouseAdapter(request, self.definition)


def lead_there(
    request: HttpRequest, definition: ProviderDefinition, *, purpose: str, asks_factor: bool, is_anew: bool, **kept: str
) -> HttpResponse:
    """Lead a browser to a provider; what is kept comes back with it.

    Parameters
    ----------
    asks_factor : bool
        Whether the provider is asked for a second factor.
    is_anew : bool
        Whether the provider is asked to let the person sign on once more, whoever is signed on there.
    """
    nonce = secrets.token_urlsafe(NONCE_BYTES)
    max_age_s = int(STEP_UP.total_seconds()) if is_anew else definition.max_age_s
    asked = {"nonce": nonce} | ({"max_age": str(max_age_s)} if max_age_s else {})
    if is_anew:
        asked["prompt"] = "login"
    if asks_factor and definition.second_factor:
        asked["acr_values"] = " ".join(definition.second_factor)
    provider = HouseProvider(request, definition)
    leads: HttpResponse = provider.redirect(
        request,
        process=purpose,
        auth_params=asked,
        nonce=nonce,
        max_age_s=max_age_s,
        asked_factor=asks_factor,
        **kept,
    )
    return leads


def state_in(request: HttpRequest, definition: ProviderDefinition) -> State:
    """Return what was kept when a browser was led away; it does not count any more from now on.

    Raises
    ------
    Invalid
        When nothing was kept: the answer belongs to another browser, is too old, or came before.
    """
    state_id = request.GET.get("state", "")
    state: State | None = statekit.unstash_state(request, provider_id=definition.code, state_id=state_id)
    if state is None:
        message = "That way back was used already, is too old, or began in another browser."
        raise Invalid([Objection(message=message, mend="Start again from the sign-in page.")])
    return state


def identity_of(request: HttpRequest, definition: ProviderDefinition, state: State) -> tuple[Identity, str]:
    """Fetch what a provider says of whoever came back, look at every point of it, and return it with the ID token.

    Raises
    ------
    Invalid
        With everything that is wrong with it.
    Unavailable
        When the provider does not answer.
    """
    published = published_by(definition.issuer)
    _refuse_other_issuer(request, published)
    tokens = _tokens_for(request, definition, state)
    token, now = str(tokens.get("id_token", "")), utc_now()
    claims = claims_of(token, issuer=definition.issuer, types=IDENTITY)
    faults = faults_of_identity(
        claims, provider=definition, nonce=state.get("nonce", ""), max_age_s=int(state.get("max_age_s", 0)), now=now
    )
    if faults:
        raise Invalid([Objection(message=fault) for fault in faults])
    more = fetched(published.userinfo_endpoint, token=tokens["access_token"]) if published.userinfo_endpoint else {}
    if more and more.get("sub") != claims["sub"]:
        raise Invalid([Objection(message="What it says of you is about somebody else.")])
    return identity_in({**more, **claims}, definition), token


def _refuse_other_issuer(request: HttpRequest, published: Published) -> None:
    said = request.GET.get("iss", "")
    if (said or published.names_itself) and said != published.issuer:
        raise Invalid([Objection(message="Another provider answered than was asked.")])


def _tokens_for(request: HttpRequest, definition: ProviderDefinition, state: State) -> dict[str, Any]:
    adapter = HouseAdapter(request, definition)
    app = adapter.get_provider().app
    try:
        client = adapter.get_client(request, app)
        found: dict[str, Any] = adapter.get_access_token_data(
            request, app, client, pkce_code_verifier=state.get("pkce_code_verifier")
        )
    except (OAuth2Error, requests.RequestException) as error:
        raise Unavailable(
            words_for(error, of=definition.name, otherwise="did not take the code that it gave.")
        ) from error
    return found
