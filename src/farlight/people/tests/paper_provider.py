"""A provider of identities that signs whatever a test wants, also what no honest one would: papers on loopback."""

import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from farlight.people.adapters import openid
from farlight.people.domain.logout_tokens import EVENT
from farlight.people.types import ProviderDefinition

KID = "paper-1"


class PaperProvider:
    """Documents, a key, and what the next token and the next look at the person say."""

    def __init__(self) -> None:
        self.key = a_key()
        self.kid = KID
        self.issuer = ""
        self.documents: dict[str, object] = {}
        self.id_token = ""
        self.asked: list[dict[str, list[str]]] = []
        """Forms that came to the token endpoint."""
        self.looked_up: list[str] = []
        """Paths of documents that were asked for."""

    @property
    def public_pem(self) -> bytes:
        """The public key, as whoever mistakes it for a shared one would use it."""
        return self.key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def definition(self, **more: object) -> ProviderDefinition:
        """The provider, as a facility file would describe it."""
        said = {"code": "paper", "name": "Paper Institute", "client_id": "farlight", "second_factor": ("mfa",)}
        return ProviderDefinition(**{"issuer": self.issuer, **said, **more})

    def claims(self, **more: object) -> dict[str, object]:
        """What a good ID token says; a value of None takes a claim away."""
        now = int(time.time())
        said = {
            "iss": self.issuer,
            "aud": "farlight",
            "sub": "s-1",
            "iat": now,
            "exp": now + 300,
            "auth_time": now,
            "acr": "pwd",
            "sid": "sid-1",
            "email": "ada@example.org",
            "email_verified": True,
            "given_name": "Ada",
            "family_name": "Tester",
        }
        return {name: value for name, value in {**said, **more}.items() if value is not None}

    def logout_claims(self, **more: object) -> dict[str, object]:
        """What a good logout token says; a value of None takes a claim away."""
        now = int(time.time())
        said = {"iss": self.issuer, "aud": "farlight", "iat": now, "exp": now + 120, "jti": "j-1", "sid": "sid-1"}
        said |= {"sub": "s-1", "events": {EVENT: {}}}
        return {name: value for name, value in {**said, **more}.items() if value is not None}

    def signed(
        self, claims: dict[str, object], *, algorithm: str = "RS256", key: object = None, **header: object
    ) -> str:
        """A token with these claims."""
        signing = self.key if key is None else key
        return jwt.encode(claims, signing, algorithm=algorithm, headers={"kid": self.kid, **header})

    def turn_key(self, kid: str) -> None:
        """Sign with another key from now on, and publish that alone."""
        self.key, self.kid = a_key(), kid
        self.publish()

    def publish(self) -> None:
        """Lay out what an honest provider publishes."""
        said = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        key = {**said, "kid": self.kid, "use": "sig", "alg": "RS256"}
        self.documents = {
            openid.WELL_KNOWN: {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/auth",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "userinfo_endpoint": f"{self.issuer}/me",
                "end_session_endpoint": f"{self.issuer}/end",
            },
            "/keys": {"keys": [key]},
            "/me": {"sub": "s-1"},
        }


def a_key() -> rsa.RSAPrivateKey:
    """A key that nobody else has."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _handler(paper: PaperProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paper.looked_up.append(urlsplit(self.path).path)
            self._say(paper.documents.get(paper.looked_up[-1]))

        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers["Content-Length"])).decode()
            paper.asked.append(parse_qs(form))
            self._say({"access_token": "a", "token_type": "Bearer", "id_token": paper.id_token})

        def _say(self, what: object) -> None:
            body = json.dumps(what).encode()
            self.send_response(404 if what is None else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep silent."""

    return Handler


@contextmanager
def paper_provider(certificate: Path | None = None) -> Iterator[PaperProvider]:
    """Serve until the block ends; what was remembered of providers is forgotten before.

    With a file of a certificate and its key it speaks HTTPS; what lies there when somebody comes is what is shown.
    """
    openid.forget()
    paper = PaperProvider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(paper))
    if certificate is not None:
        server.get_request = partial(_secured, server.socket, certificate)  # type: ignore[method-assign]
    scheme = "http" if certificate is None else "https"
    paper.issuer = f"{scheme}://127.0.0.1:{server.server_address[1]}"
    paper.publish()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield paper
    finally:
        server.shutdown()
        server.server_close()


def _secured(listener: socket.socket, certificate: Path) -> tuple[socket.socket, Any]:
    line, peer = listener.accept()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    try:
        return context.wrap_socket(line, server_side=True), peer
    except ssl.SSLError:  # the client does not believe it
        line.close()
        raise
