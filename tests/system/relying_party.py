"""A real program that people sign on to, on loopback, which believes logout tokens by npm's ``jose``."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.system.node_programs import address_of

FRONTEND = Path(__file__).parents[2] / "frontend"
PROGRAM = FRONTEND / "tests" / "relying-party.mjs"


@dataclass(frozen=True, kw_only=True)
class RelyingParty:
    """A program that runs."""

    address: str

    @property
    def seen(self) -> dict[str, Any]:
        """What it was told and believed, what was wrong with the rest, and how often it was called, by path."""
        found: dict[str, Any] = httpx.get(f"{self.address}/seen").json()
        return found


@contextmanager
def relying_party(*, issuer: str, client: str) -> Iterator[RelyingParty]:
    """Run a program that believes one provider, as one client of it."""
    node = shutil.which("node")
    if node is None or not (FRONTEND / "node_modules" / "jose").is_dir():
        pytest.skip("node, or npm's jose in frontend/node_modules, is not installed (make setup)")
    command = [node, str(PROGRAM), json.dumps({"issuer": issuer, "client": client})]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            yield RelyingParty(address=address_of(process))
        finally:
            process.terminate()
