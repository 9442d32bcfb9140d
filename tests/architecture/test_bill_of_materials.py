"""The bill of materials names every part of the lock files, with version and hash."""

import json

from scripts.bill_of_materials import BROWSER, PYTHON, bill


def components():
    return bill(PYTHON.read_text(encoding="utf-8"), BROWSER.read_text(encoding="utf-8"))["components"]


def test_every_part_of_the_lock_files_is_in_it_with_version_and_hash():
    found = {(one["name"], one["version"]) for one in components()}
    lines = [line.rstrip(" \\") for line in PYTHON.read_text(encoding="utf-8").splitlines() if line[:1].isalnum()]
    locked = [line.split(" ;")[0].split("==") for line in lines]
    python = {(name.partition("[")[0], version) for name, version in locked}
    packages = json.loads(BROWSER.read_text(encoding="utf-8"))["packages"]
    browser = {(path.rpartition("node_modules/")[2], one["version"]) for path, one in packages.items() if path}
    assert len(python) > 50
    assert (python - found, browser - found) == (set(), set())
    assert [one["purl"] for one in components() if not one["hashes"]] == []
    assert {len(h["content"]) for one in components() for h in one["hashes"]} <= {64, 128}


def test_no_part_is_named_twice():
    references = [one["bom-ref"] for one in components()]
    assert len(references) == len(set(references))
