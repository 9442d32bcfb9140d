"""Techniques: what has to be known of a sample so that it can be measured so, read from one JSON Schema each.

Form, grid, sheet, check, label, NeXus export and reference page are all made from a :class:`Technique`; none of them
knows any technique by name.
"""

from farlight.samples.domain.techniques.checking import problems_in
from farlight.samples.domain.techniques.every_sample import common_fields
from farlight.samples.domain.techniques.labels import label_text
from farlight.samples.domain.techniques.nexus import SampleFacts, nxsample
from farlight.samples.domain.techniques.reading import read_technique
from farlight.samples.domain.techniques.schema import (
    Condition,
    Field,
    FieldGroup,
    FieldKind,
    FieldProblem,
    Nouns,
    SubstanceNeed,
    Technique,
    Value,
)
from farlight.samples.domain.techniques.texts import Typed, text_of, typed

__all__ = [
    "Condition",
    "Field",
    "FieldGroup",
    "FieldKind",
    "FieldProblem",
    "Nouns",
    "SampleFacts",
    "SubstanceNeed",
    "Technique",
    "Typed",
    "Value",
    "common_fields",
    "label_text",
    "nxsample",
    "problems_in",
    "read_technique",
    "text_of",
    "typed",
]
