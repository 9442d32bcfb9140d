"""Techniques: read, checked, typed, and those that come along."""

import json

import pytest

from farlight.samples.domain.techniques import problems_in, read_technique
from tests.architecture.source_tree import ROOT

FILES = sorted((ROOT / "facility" / "techniques").glob("*.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_techniques_that_come_along_are_faultless(path):
    technique = read_technique(json.loads(path.read_text()))
    assert path.stem == f"{technique.code}-{technique.version}"
    examples = {field.key: field.example for field in technique.fields}
    assert problems_in(technique, examples, unattended=True) == ()
