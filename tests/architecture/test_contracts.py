"""The import contracts: kept, and complete."""

import configparser
import subprocess
import sys
from pathlib import Path

from tests.architecture.source_tree import PACKAGE, ROOT
from tests.architecture.test_rows import layers_from_the_top


def contracts() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter")
    return parser


def built() -> set[str]:
    return {folder.parent.name for folder in PACKAGE.glob("*/__init__.py")}


def test_the_import_contracts_are_kept():
    lint = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_parentheses_mean_that_a_layer_is_not_built_yet():
    text = contracts()["importlinter:contract:layers"]["layers"]
    names = {name for layer in layers_from_the_top() for name in layer}
    in_parentheses = {name for name in names if f"({name})" in text}
    assert names - in_parentheses == built()


def test_every_context_has_doors():
    listed = set(contracts()["importlinter:contract:doors"]["contexts"].split())
    contexts = {f"farlight.{name}" for name in built() if (PACKAGE / name / "apps.py").exists()} - {"farlight.ui"}
    assert contexts <= listed
