"""Every line of ASVS 5.0 up to level 2 has a test that there is, or a reason."""

import ast
import csv
from collections import Counter
from functools import cache

from tests.architecture.source_tree import ROOT

REQUIREMENTS = {1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 9: 7, 10: 29, 11: 14, 12: 9, 13: 13, 14: 9}
REQUIREMENTS |= {15: 13, 16: 16, 17: 7}
"""How many lines of levels 1 and 2 each chapter has."""

KINDS_OF_DATA = 7


@cache
def lines() -> tuple[dict[str, str], ...]:
    with (ROOT / "docs/generation/asvs.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def names_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def is_there(evidence: str) -> bool:
    path, _, name = evidence.partition("::")
    return (ROOT / path).is_file() and (name in names_in(path) if name else path.startswith("docs/"))


def test_every_line_is_told_once():
    assert Counter(int(line["requirement"].split(".")[0]) for line in lines()) == REQUIREMENTS
    assert [one for one, count in Counter(line["requirement"] for line in lines()).items() if count > 1] == []
    assert {line["level"] for line in lines()} == {"1", "2"}


def test_every_proof_is_there():
    assert [line["evidence"] for line in lines() if line["state"] == "proved" and not is_there(line["evidence"])] == []


def test_every_other_line_has_its_reason():
    others = [line for line in lines() if line["state"] != "proved"]
    assert {line["state"] for line in others} <= {"open", "not applicable"}
    assert [line["requirement"] for line in others if not line["evidence"].endswith(".")] == []


def test_every_kind_of_data_has_tests_that_hold_its_rule():
    text = (ROOT / "docs/reference/security-lists.md").read_text(encoding="utf-8")
    table = text.partition("## Kinds of data")[2].partition("\n## ")[0]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines() if line.startswith("|")][2:]
    tests = {kind: [test for test in held_by.split("`") if "::" in test] for kind, *_, held_by in rows}
    assert len(tests) == KINDS_OF_DATA
    assert [kind for kind, named in tests.items() if not named] == []
    places = [one if one.startswith("tests/") else f"src/farlight/{one}" for named in tests.values() for one in named]
    assert [place for place in places if not is_there(place)] == []
