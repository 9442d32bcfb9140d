"""The line that is printed for a sample on a label, a puck list, a screen."""

import re
from collections.abc import Mapping

from farlight.samples.domain.techniques.schema import Technique, Value
from farlight.samples.domain.techniques.texts import text_of

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
SEPARATOR = " · "


def placeholders_in(template: str) -> tuple[str, ...]:
    """The names in braces, in their order."""
    return tuple(_PLACEHOLDER.findall(template))


def label_text(technique: Technique, *, name: str, substance: str, values: Mapping[str, Value], code: str = "") -> str:
    """Return a sample's line.

    Parts of the template stand between ``·``; a part whose fields are all empty is left out.

    Parameters
    ----------
    technique
        Its template is used.
    name, substance, code
        The sample's name, its substance's acronym, its opaque code.
    values
        What is known of the sample.
    """
    words = {"name": name, "substance": substance, "code": code}
    for field in technique.fields:
        if field.key in values:
            words[field.key] = field.with_unit(text_of(field, values[field.key]))
    parts = (_filled(part, words) for part in technique.label.split(SEPARATOR))
    return SEPARATOR.join(part for part in parts if part)


def _filled(part: str, words: Mapping[str, str]) -> str:
    names = placeholders_in(part)
    if names and not any(words.get(name) for name in names):
        return ""
    return " ".join(_PLACEHOLDER.sub(lambda found: words.get(found[1], ""), part).split())
