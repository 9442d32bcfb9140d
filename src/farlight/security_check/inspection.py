"""One look at an instance: who looks, at what, and what they may see."""

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from farlight.security_check.asking import Site, Visitor
from farlight.security_check.signing_on import SignedIn

PHANTOM = "zz99999999-9999"
"""A session that does not exist."""


@dataclass
class Inspection:
    """What the probes work with."""

    site: Site
    own: SignedIn | None = None
    other: SignedIn | None = None
    ssh: tuple[str, int] | None = None
    """Where the gateway listens."""
    stranger: Visitor = field(init=False)

    def __post_init__(self) -> None:
        self.stranger = Visitor(self.site)

    @property
    def visitor(self) -> Visitor:
        """Who sees most: the account that was lent, or else nobody in particular."""
        return self.own.visitor if self.own else self.stranger

    @cached_property
    def sessions(self) -> list[str]:
        """Codes of the sessions that the account sees, those that the other one does not see first."""
        own, others = _codes(self.own), _codes(self.other)
        return sorted(own, key=lambda code: code in others)

    @cached_property
    def hidden(self) -> list[tuple[SignedIn, str]]:
        """Who must not see which session: one for each of the two accounts, if there is one."""
        if not self.own or not self.other:
            return []
        own, others = _codes(self.own), _codes(self.other)
        pairs = ((self.other, [c for c in own if c not in others]), (self.own, [c for c in others if c not in own]))
        return [(who, codes[0]) for who, codes in pairs if codes]

    @cached_property
    def operations(self) -> list[str]:
        """Addresses of the interface that are read, with blanks in braces."""
        paths = _json(self.visitor, "/api/v1/openapi.json").get("paths", {})
        return [path for path, methods in paths.items() if "get" in methods]

    @cached_property
    def a_file(self) -> str:
        """Address of the smallest file that the account may read, not an empty one; else of one that anybody may."""
        for code in self.sessions:
            found = _files(self.visitor, code)
            if found:
                return min(found)[1]
        return "/static/built/farlight.svg"


def _codes(who: SignedIn | None) -> list[str]:
    items = _json(who.visitor, "/api/v1/sessions").get("items", []) if who else []
    return [str(item["code"]) for item in items]


def _json(visitor: Visitor, address: str) -> dict[str, Any]:
    try:
        found = json.loads(visitor.get(address).body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


MOST_RUNS = 3


def _files(visitor: Visitor, code: str) -> list[tuple[int, str]]:
    runs = _json(visitor, f"/api/v1/sessions/{code}/runs").get("items", [])[:MOST_RUNS]
    found = []
    for number in (run["number"] for run in runs):
        items = _json(visitor, f"/api/v1/sessions/{code}/runs/{number}/files").get("items", [])
        found += [(item["size_bytes"], item["url"]) for item in items if item.get("url") and item["size_bytes"] > 1]
    return found
