"""Every part of Farlight with version and hash, as CycloneDX 1.6 wants it: what scanners for faulty libraries read.

``python scripts/bill_of_materials.py > farlight.cdx.json``; made of the lock files, without asking anybody.
"""

import json
import re
import sys
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).parents[1]
PYTHON, BROWSER = ROOT / "requirements.lock", ROOT / "frontend" / "package-lock.json"
_REQUIREMENT = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")

Component = dict[str, object]


def python_parts(lock: str) -> Iterator[Component]:
    """Give the parts of a lock file of requirements; of several hashes each is of another file of the same part."""
    found = list(_REQUIREMENT.finditer(lock))
    ends = [*(match.start() for match in found[1:]), len(lock)]
    for match, end in zip(found, ends, strict=True):
        name, version = match.groups()
        hashes = _HASH.findall(lock, match.end(), end)
        yield _component(f"pkg:pypi/{name.lower()}@{version}", name, version, [("SHA-256", one) for one in hashes])


def browser_parts(lock: str) -> Iterator[Component]:
    """Give the parts of a lock file of npm, once each."""
    found: dict[str, Component] = {}
    for path, part in json.loads(lock)["packages"].items():
        name = part.get("name") or path.rpartition("node_modules/")[2]
        if not path or "version" not in part:
            continue
        algorithm, _, digest = part.get("integrity", "").partition("-")
        hashes = [(algorithm.upper().replace("SHA", "SHA-"), b64decode(digest).hex())] if digest else []
        purl = f"pkg:npm/{quote(name)}@{part['version']}"
        found.setdefault(purl, _component(purl, name, part["version"], hashes, is_needed=not part.get("dev")))
    yield from found.values()


def bill(python: str, browser: str) -> dict[str, object]:
    """Return the whole bill."""
    parts = sorted([*python_parts(python), *browser_parts(browser)], key=lambda part: str(part["purl"]))
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": parts}


def _component(
    purl: str, name: str, version: str, hashes: list[tuple[str, str]], *, is_needed: bool = True
) -> Component:
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        "scope": "required" if is_needed else "excluded",
        "hashes": [{"alg": algorithm, "content": content} for algorithm, content in hashes],
    }


if __name__ == "__main__":
    json.dump(bill(PYTHON.read_text(encoding="utf-8"), BROWSER.read_text(encoding="utf-8")), sys.stdout, indent=1)
