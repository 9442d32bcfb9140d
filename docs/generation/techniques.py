"""Every technique that comes along: what is asked of its samples."""

from collections.abc import Iterator

from farlight.samples.adapters.technique_files import standard_techniques
from farlight.samples.domain.techniques import Condition, Field, FieldKind, Technique, common_fields, text_of
from farlight.samples.domain.techniques.units import UNITS
from generation.tables import code, table

HEAD = """# Techniques

What is asked of a sample depends on how it is measured. Each technique is one file, a JSON Schema (2020-12), from which
form, table, sheet, check, label text, NeXus export and this page are made; a facility adds its own without code: [add a
technique](../how-to/add-a-technique.md).

Needed `always` means that a sample cannot be declared without it; `alone` means that it cannot be measured without it
while nobody of the group is there. **NXsample** says where a value goes in the export; values without such a place go,
with their units, into the group `declared`.

## Every sample
"""


def page() -> str:
    """Return the page."""
    techniques = sorted(standard_techniques().values(), key=lambda one: one.title)
    generic = standard_techniques()["generic"]
    rows = [(code(field.key), field.label, field.help) for field in common_fields(generic)]
    parts = [HEAD, table(("key", "asked as", "what it is"), rows)]
    units = table(
        ("unit", "keys end with", "in NeXus"), [(u.symbol, code(f"_{u.suffix}"), code(u.nexus)) for u in UNITS.values()]
    )
    return "\n\n".join([*parts, *map(_technique, techniques), "## Units", units])


def _technique(technique: Technique) -> str:
    named = f"Code {code(technique.code)}, version {technique.version}"
    facts = [
        f"{technique.description} {named}; [{technique.panet_label}]({technique.panet_iri}).",
        f"On labels: {code(technique.label)}.",
    ]
    if technique.containers:
        facts.append(f"Goes into: {', '.join(code(one) for one in technique.containers)}.")
    if technique.free:
        facts.append("Further values under names of one's own, like `thickness [mm]`.")
    rows = [_row(technique, field) for group in technique.groups for field in technique.fields_of(group.key)]
    head = ("key", "asked as", "takes", "needed", "NXsample")
    return "\n\n".join([f"## {technique.title}", *facts, table(head, rows)])


def _row(technique: Technique, field: Field) -> tuple[str, str, str, str, str]:
    needed = ["always"] if field.required else ["alone"] if field.unattended else []
    needed += [_when(technique, condition) for condition in technique.conditions if field.key in condition.requires]
    said = f"{field.title}. {field.help}".strip().rstrip(".")
    return code(field.key), said, _takes(field), "; ".join(needed), code(field.nexus)


def _when(technique: Technique, condition: Condition) -> str:
    label = technique.by_key[condition.field].label
    values = " or ".join(text_of(technique.by_key[condition.field], value) for value in condition.values)
    alone = "alone, " if condition.unattended else ""
    return f"{alone}with {label} {values}".strip() if values else f"with {label}"


def _takes(field: Field) -> str:
    if field.kind is FieldKind.CHOICE:
        return ", ".join(field.choices)
    words = {FieldKind.TEXT: "text", FieldKind.INTEGER: "whole number", FieldKind.FLAG: "yes or no"}
    return " ".join([words.get(field.kind, field.kind.value), *_limits(field)])


def _limits(field: Field) -> Iterator[str]:
    if field.minimum is not None:
        yield f"from {field.minimum:g}"
    if field.above is not None:
        yield f"above {field.above:g}"
    if field.maximum is not None:
        yield f"to {field.maximum:g}"
    if field.below is not None:
        yield f"below {field.below:g}"
    if field.max_length is not None:
        yield f"of at most {field.max_length} characters"
    if field.example is not None:
        yield f"(`{text_of(field, field.example)}`)"
