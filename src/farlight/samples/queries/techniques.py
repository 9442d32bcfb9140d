"""Which techniques there are."""

import json
from functools import lru_cache

from farlight.kernel.errors import NotFound
from farlight.samples.adapters.technique_files import standard_techniques
from farlight.samples.domain.techniques import Technique, read_technique
from farlight.samples.models import Sample, TechniqueSchema


@lru_cache(maxsize=256)
def _read(document: str) -> Technique:
    return read_technique(json.loads(document))


def current_techniques() -> dict[str, Technique]:
    """Return the techniques that samples can be declared by, by code: those of Farlight, and the facility's own."""
    rows = TechniqueSchema.objects.filter(is_current=True).values_list("document", flat=True)
    own = [_read(document) for document in rows]
    return dict(sorted({**standard_techniques(), **{one.code: one for one in own}}.items()))


def offered_techniques(proposal: str) -> list[Technique]:
    """Return the techniques that a proposal's group may declare by: what it used before first, what fits all last."""
    used = set(Sample.objects.filter(proposal__code=proposal).values_list("technique", flat=True))
    return sorted(
        current_techniques().values(), key=lambda one: (one.code not in used, not one.containers, one.title.casefold())
    )


def technique_named(code: str, version: int | None = None) -> Technique:
    """Return a technique: the version by which samples are declared now, when none is given.

    Raises
    ------
    NotFound
        When there is none.
    """
    rows = TechniqueSchema.objects.filter(code=code)
    rows = rows.filter(is_current=True) if version is None else rows.filter(version=version)
    document = rows.values_list("document", flat=True).first()
    if document is not None:
        return _read(document)
    standard = standard_techniques().get(code)
    if standard is None or version not in {None, standard.version}:
        raise NotFound(f"There is no technique {code!r}" + (f" of version {version}." if version else "."))
    return standard


def techniques_of(wanted: set[tuple[str, int]]) -> dict[tuple[str, int], Technique]:
    """Return the versions that samples follow, by code and version; one query. What nobody knows is missing."""
    rows = TechniqueSchema.objects.filter(code__in={code for code, _ in wanted})
    stored = {(row.code, row.version): _read(row.document) for row in rows}
    standard = {(one.code, one.version): one for one in standard_techniques().values()}
    known = {**standard, **stored}
    return {key: known[key] for key in wanted if key in known}
