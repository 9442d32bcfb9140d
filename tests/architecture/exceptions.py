"""The exceptions: one file, a reason each. One that is no longer needed fails the test, so the file only shrinks."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("exceptions.toml")


@cache
def all_exceptions() -> dict[str, dict[str, str]]:
    """By rule, then by place: the reason."""
    found: dict[str, dict[str, str]] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return found


def hold(rule: str, offences: Mapping[str, object]) -> None:
    """Assert that nobody breaks the rule but those who may, and that all of those still need to."""
    allowed = all_exceptions().get(rule, {})
    broken = [f"{where}: {what}" for where, what in sorted(offences.items()) if where not in allowed]
    assert not broken, f"{rule}:\n" + "\n".join(broken)
    needless = sorted(set(allowed) - set(offences))
    assert not needless, f"exceptions to {rule} that are no longer needed:\n" + "\n".join(needless)
