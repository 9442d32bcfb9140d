"""A real provider of identities (npm's ``oidc-provider``) on loopback."""

import json
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from farlight.people.adapters import openid
from tests.system.node_programs import address_of

FRONTEND = Path(__file__).parents[2] / "frontend"
PROGRAM = FRONTEND / "tests" / "identity-provider.mjs"
CLIENT, SECRET = "farlight", "what the provider and the site share"


@dataclass(frozen=True, kw_only=True)
class IdentityProvider:
    """A provider that runs."""

    issuer: str

    def says(self, login: str, **claims: Any) -> None:
        """Let it say something else of somebody from now on."""
        httpx.post(f"{self.issuer}/accounts", json={"login": login, "claims": claims}).raise_for_status()


@contextmanager
def identity_provider(*, site: str, code: str, accounts: Mapping[str, Any]) -> Iterator[IdentityProvider]:
    """Run a provider that knows this site as a client, and some people.

    Parameters
    ----------
    site : str
        Address of the site, without a slash at its end.
    code : str
        What the site calls the provider.
    accounts : mapping
        Claims by login name.
    """
    node = shutil.which("node")
    if node is None or not (FRONTEND / "node_modules" / "oidc-provider").is_dir():
        pytest.skip("node, or npm's oidc-provider in frontend/node_modules, is not installed (make setup)")
    here = f"{site}/accounts/elsewhere/{code}"
    client = {
        "client_id": CLIENT,
        "client_secret": SECRET,
        "redirect_uris": [f"{here}/back/"],
        "post_logout_redirect_uris": [f"{site}/accounts/login/"],
        "backchannel_logout_uri": f"{here}/logout/",
        "backchannel_logout_session_required": True,
        "require_auth_time": True,
    }
    openid.forget()
    wanted = json.dumps({"accounts": accounts, "clients": [client], "port": _free_port()})
    command = [node, str(PROGRAM), wanted]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            yield IdentityProvider(issuer=address_of(process))
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
