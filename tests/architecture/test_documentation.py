"""What people outside rely on is written down."""

import subprocess
import sys
from functools import cache

from pydantic import BaseModel

from farlight.bus.public import event_classes
from farlight.config.cli import COMMANDS
from farlight.config.deployment import Deployment
from tests.architecture.source_tree import ROOT
from tests.architecture.test_edges import operations

REFERENCE = ROOT / "docs" / "reference"


@cache
def text_of(page: str) -> str:
    return (REFERENCE / page).read_text(encoding="utf-8")


def shipped_events() -> list:
    return [c for c in event_classes() if c.__module__.startswith("farlight.") and ".tests." not in c.__module__]


def test_every_kind_of_event_is_one_class():
    kinds = [c.kind for c in shipped_events()]
    assert sorted(kinds) == sorted(set(kinds))


def test_every_event_is_documented():
    assert [c.kind for c in shipped_events() if f"### {c.kind}\n" not in text_of("events.md")] == []
    assert [c.kind for c in shipped_events() if not c.__doc__ or c.__doc__.startswith(f"{c.__name__}(")] == []


def test_every_operation_is_documented():
    names = [operation["operationId"] for operation in operations()]
    assert [name for name in names if f"### {name}\n" not in text_of("operations.md")] == []


def test_every_command_is_documented():
    assert [name for name in COMMANDS if f"farlight {name}" not in text_of("commands.md")] == []


def fields_of(model: type[BaseModel], prefix: str = "") -> list[tuple[str, str]]:
    found = []
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found += fields_of(inner, f"{prefix}{name}__")
        else:
            found.append((f"{prefix}{name}", field.description or ""))
    return found


def test_every_setting_is_described_and_documented():
    fields = fields_of(Deployment)
    assert [name for name, description in fields if not description.endswith(".")] == []
    assert [name for name, _ in fields if f"FARLIGHT_{name.upper()}" not in text_of("settings.md")] == []


def test_reference_pages_are_those_of_this_code():
    check = subprocess.run(
        [sys.executable, ROOT / "docs" / "generate.py", "--check"], capture_output=True, text=True, check=False
    )
    assert check.returncode == 0, check.stderr
