"""A service that lets people sign on through Farlight, as its own program would do it."""

import json
import secrets
from urllib.parse import parse_qs, urlsplit

import jwt
from bs4 import BeautifulSoup
from django.test import Client
from jwt.algorithms import RSAAlgorithm
from oauthlib.oauth2 import WebApplicationClient

from farlight.passports.public import define_services
from farlight.passports.types import ServiceDefinition, ServiceScope

SITE = "https://farlight.example.org"
BACK = "https://hub.example.org/hub/oauth_callback"
SECRETS = {"hub": "a-secret-of-the-hub-that-is-long", "wiki": "a-secret-of-the-wiki-that-is-long"}
ALL = tuple(ServiceScope)


def a_service(code="hub", **changes):
    parts = {"code": code, "name": code.capitalize(), "redirect_uris": (BACK,), "scopes": ALL, "is_trusted": True}
    return ServiceDefinition(**(parts | changes))


def declare(*services):
    define_services(services=services, secrets=SECRETS)


class Program:
    """The program of a service: it speaks OAuth by oauthlib, and believes what is signed by the keys it is shown."""

    def __init__(self, code="hub", *, secret=None, back=BACK):
        self.oauth = WebApplicationClient(code)
        self.secret = SECRETS.get(code, "") if secret is None else secret
        self.back = back
        self.http = Client()
        self.verifier = self.oauth.create_code_verifier(64)
        self.known = self.http.get("/.well-known/openid-configuration").json()

    def way_in(self, *, scope="openid profile email roles sessions", **more):
        """The address that a browser is sent to."""
        self.state, self.nonce = secrets.token_urlsafe(16), secrets.token_urlsafe(16)
        challenge = self.oauth.create_code_challenge(self.verifier, "S256")
        address = self.oauth.prepare_request_uri(
            self.known["authorization_endpoint"],
            redirect_uri=self.back,
            scope=scope.split(),
            state=self.state,
            nonce=self.nonce,
            code_challenge=challenge,
            code_challenge_method="S256",
            **more,
        )
        return address.removeprefix(self.known["issuer"])

    def code_in(self, answer):
        """The code that the browser brings back."""
        assert answer.status_code == 302, answer.content.decode()
        assert answer["Location"].startswith(self.back)
        return self.oauth.parse_request_uri_response(answer["Location"], state=self.state)["code"]

    def exchange(self, code, **changes):
        """Exchange a code for tokens."""
        body = {"grant_type": "authorization_code", "code": code, "redirect_uri": self.back, **self._proof()}
        return self._post("token_endpoint", body | {"code_verifier": self.verifier} | changes)

    def refresh(self, token):
        return self._post("token_endpoint", {"grant_type": "refresh_token", "refresh_token": token, **self._proof()})

    def about(self, access):
        """What is said about the person."""
        return self.http.get(self._path("userinfo_endpoint"), headers={"Authorization": f"Bearer {access}"})

    def believed(self, id_token):
        """What an ID token says, once its signature, issuer, audience and times are checked."""
        keys = self.http.get(self._path("jwks_uri")).json()["keys"]
        name = jwt.get_unverified_header(id_token)["kid"]
        key = next(RSAAlgorithm.from_jwk(json.dumps(key)) for key in keys if key["kid"] == name)
        return jwt.decode(
            id_token, key, algorithms=["RS256"], audience=self.oauth.client_id, issuer=self.known["issuer"]
        )

    def sign_on(self, browser, **more):
        """The whole way: authorize, exchange, check; returns the tokens and what the ID token says."""
        given = self.exchange(self.code_in(browser.get(self.way_in(**more)))).json()
        told = self.believed(given["id_token"])
        assert told["nonce"] == self.nonce
        return given, told

    def _proof(self):
        named = {"client_id": self.oauth.client_id}
        return named | {"client_secret": self.secret} if self.secret else named

    def _path(self, name):
        return self.known[name].removeprefix(self.known["issuer"])

    def _post(self, name, body):
        return self.http.post(self._path(name), body)


def fields_of(answer):
    """The hidden fields of the form on a page."""
    page = BeautifulSoup(answer.content, "html.parser")
    fields = page.select("main input[type=hidden][name]")
    return {name: [f.get("value", "") for f in fields if f["name"] == name] for name in {f["name"] for f in fields}}


def error_in(answer):
    """The error that is told to a service by the browser."""
    return parse_qs(urlsplit(answer["Location"]).query)["error"]
