"""A sample as the NeXus base class NXsample (NIAC, NeXus definitions v2024.02), as a tree of plain values."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from farlight.samples.domain.techniques.schema import Field, Technique, Value
from farlight.samples.domain.techniques.units import UNITS
from farlight.samples.types import SampleRole

CLASS = "@NX_class"
UNIT = "@units"
FURTHER = "declared"
"""The group of values that NXsample has no field for."""
_INDEXED = re.compile(r"(?P<name>\w+)\[(?P<index>\d)\]")
_FREE = re.compile(r"(?P<name>.*?) \[(?P<unit>[^\[\]]+)\]")


@dataclass(frozen=True, kw_only=True)
class SampleFacts:
    """What is told of a sample beside its technique's values."""

    name: str
    code: str
    role: SampleRole = SampleRole.SAMPLE
    substance: str = ""
    formula: str = ""
    comment: str = ""
    barcode: str = ""
    container: str = ""
    slot: str = ""
    values: Mapping[str, Value]


def nxsample(technique: Technique, sample: SampleFacts) -> dict[str, Any]:
    """Return a sample as NXsample.

    Returns
    -------
    dict
        Fields by name; ``name@units`` beside those with a unit; a group is a dict with ``@NX_class``. What the base
        class has no field for stands, with its units, in the NXcollection ``declared``. A vector such as
        ``unit_cell_abc`` (Å, 3 numbers) is there only when all its parts are.
    """
    known: dict[str, Any] = {
        "name": sample.name,
        "type": sample.role.nexus_type,
        "chemical_formula": sample.formula,
        "short_title": sample.substance,
        "description": sample.comment,
    }
    tree: dict[str, Any] = {CLASS: "NXsample", **{name: value for name, value in known.items() if value}}
    further = _further(technique, sample)
    for name, parts in _targets(technique):
        present = [part for part in parts if part.key in sample.values]
        if len(present) == len(parts):
            tree[name] = _value_of(name, parts, sample.values)
            tree |= _units(name, parts[0].unit)
        else:
            further |= _declared(present, sample.values)
    return {**tree, FURTHER: further}


def _further(technique: Technique, sample: SampleFacts) -> dict[str, Any]:
    told = {"code": sample.code, "barcode": sample.barcode, "container": sample.container, "position": sample.slot}
    group: dict[str, Any] = {
        CLASS: "NXcollection",
        "technique": technique.panet_label,
        "technique_iri": technique.panet_iri,
        "schema": f"{technique.code}-{technique.version}",
        **{name: value for name, value in told.items() if value},
    }
    unmapped = [field for field in technique.fields if not field.nexus]
    group |= _declared(unmapped, sample.values)
    for key in sample.values.keys() - technique.by_key.keys():
        found = _FREE.fullmatch(key)
        name = re.sub(r"\W+", "_", found["name"] if found else key)
        group[name] = sample.values[key]
        if found:
            group[f"{name}{UNIT}"] = found["unit"]
    return group


def _declared(fields: list[Field], values: Mapping[str, Value]) -> dict[str, Any]:
    group: dict[str, Any] = {}
    for field in fields:
        if field.key in values:
            group[field.key] = values[field.key]
            group |= _units(field.key, field.unit)
    return group


def _targets(technique: Technique) -> Iterator[tuple[str, list[Field]]]:
    """The fields of NXsample that the technique fills, each with its parts in their order."""
    parts: dict[str, dict[int, Field]] = {}
    for field in technique.fields:
        if field.nexus:
            found = _INDEXED.fullmatch(field.nexus)
            name, index = (found["name"], int(found["index"])) if found else (field.nexus, -1)
            parts.setdefault(name, {})[index] = field
    for name, by_index in parts.items():
        yield name, [by_index[index] for index in sorted(by_index)]


def _value_of(name: str, parts: list[Field], values: Mapping[str, Value]) -> Any:
    if parts[0].nexus == name:
        return values[parts[0].key]
    return [values[part.key] for part in parts]


def _units(name: str, unit: str) -> dict[str, str]:
    return {f"{name}{UNIT}": UNITS[unit].nexus} if unit else {}
