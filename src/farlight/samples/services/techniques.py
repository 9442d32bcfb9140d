"""Techniques, and samples that are declared by them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from farlight.bus.public import publish
from farlight.kernel.errors import Invalid, Objection
from farlight.people.types import Actor
from farlight.samples.domain.techniques import (
    FieldProblem,
    SubstanceNeed,
    Technique,
    Value,
    problems_in,
    text_of,
    typed,
)
from farlight.samples.errors import NameTaken, PositionTaken
from farlight.samples.events import TechniqueDefined
from farlight.samples.models import Container, Sample, Sheet, Substance, TechniqueSchema
from farlight.samples.queries.grid import sheet_of_grid
from farlight.samples.queries.named import sample_named
from farlight.samples.queries.techniques import technique_named
from farlight.samples.services.importing import keep_sheet
from farlight.samples.services.importing_taking import take_sheet
from farlight.samples.services.placement import place_sample
from farlight.samples.services.registration import change_sample, components_of, register_sample
from farlight.samples.services.relations import pair_samples, relate_samples
from farlight.samples.services.specimens import describe_specimen
from farlight.samples.types import Disposition, Mount, RelationKind, SampleDetails, SampleRole, SpecimenDetails

VALUE = "value:"
"""Before the key of a technique's field, where it stands beside other fields of a form."""


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """What somebody says of a sample: as texts, where a technique asks."""

    name: str
    substance: str = ""
    """Acronym; empty for none."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """By key of the technique's fields, as typed."""
    barcodes: tuple[str, ...] = ()
    container: Container | None = None
    slot: str = ""
    details: SampleDetails = field(default_factory=SampleDetails)
    """All the rest; technique and values in it are not read."""


@transaction.atomic
def define_techniques(*, techniques: Iterable[Technique]) -> int:
    """Let samples be declared by these from now on, and return how many were news. Versions never change.

    Raises
    ------
    Invalid
        When a version that is there already says something else now.
    """
    news = 0
    objections: list[Objection] = []
    for technique in techniques:
        row = TechniqueSchema.objects.filter(code=technique.code, version=technique.version).first()
        if row is None:
            _define(technique)
            news += 1
        elif json.loads(row.document) != technique.document:
            message = f"{technique.code} version {technique.version} is known already, and says something else."
            mend = f"Give it version {technique.version + 1}, so that older samples stay readable."
            objections.append(Objection(message=message, mend=mend, field="version"))
    if objections:
        raise Invalid(objections)
    return news


def _define(technique: Technique) -> None:
    others = TechniqueSchema.objects.filter(code=technique.code)
    is_newest = not others.filter(version__gt=technique.version).exists()
    if is_newest:
        others.update(is_current=False)
    document = json.dumps(dict(technique.document), ensure_ascii=False)
    TechniqueSchema.objects.create(
        code=technique.code, version=technique.version, is_current=is_newest, document=document
    )
    publish(TechniqueDefined(technique=technique.code, version=technique.version), by="")


@transaction.atomic
def declare_sample(
    *, proposal: str, technique: Technique, declaration: Declaration, now: datetime, by: Actor
) -> Sample:
    """Enter a sample as its technique wants it, with its barcode, its place and its partners.

    Raises
    ------
    Invalid
        With everything that is wrong, each with its field: ``name``, ``substance``, ``slot``, ``value:energy_ev``…
    """
    checked = _checked(proposal, technique, declaration)
    try:
        sample = register_sample(
            substance=checked.substance,
            name=declaration.name,
            proposal=proposal,
            details=_details(technique, declaration, checked.values),
            by=by,
        )
        _finish(sample, declaration, technique.mount, now=now, by=by)
    except NameTaken as error:
        raise Invalid([Objection(message=error.message, mend="Choose another name.", field="name")]) from None
    _tell_partners(sample, technique, checked.values, by=by)
    return sample


@transaction.atomic
def correct_sample(*, sample: Sample, declaration: Declaration, now: datetime, by: Actor) -> tuple[str, ...]:
    """Correct a sample by the version of the technique that it was declared by; return what differs.

    Raises
    ------
    Invalid
        With everything that is wrong, each with its field.
    """
    technique = technique_named(sample.technique or "generic", sample.schema_version)
    checked = _checked(sample.proposal.code, technique, declaration)
    details = replace(_details(technique, declaration, checked.values), components=components_of(sample))
    try:
        changed = change_sample(sample=sample, name=declaration.name, details=details, by=by)
        _finish(sample, declaration, technique.mount, now=now, by=by)
    except NameTaken as error:
        raise Invalid([Objection(message=error.message, mend="Choose another name.", field="name")]) from None
    _tell_partners(sample, technique, checked.values, by=by)
    return changed


@transaction.atomic
def follow_newest_version(*, sample: Sample, by: Actor) -> Technique:
    """Let a sample follow the newest version of its technique, when its values fit.

    Raises
    ------
    Invalid
        With everything that does not fit.
    """
    newest = technique_named(sample.technique)
    problems = problems_in(newest, sample.values)
    if problems:
        raise Invalid([objection_of(problem) for problem in problems])
    details = replace(details_of(sample), schema_version=newest.version)
    change_sample(sample=sample, name=sample.name, details=details, by=by)
    return newest


@transaction.atomic
def declare_many(
    *,
    proposal: str,
    technique: Technique,
    keys: Sequence[str],
    rows: Sequence[Sequence[str]],
    now: datetime,
    by: Actor,
) -> Sheet:
    """Declare the samples of a table, all or none; it is kept as the sheet that it is, so that it can be undone.

    Raises
    ------
    Invalid
        With everything that is wrong, and in which cell.
    Conflict
        When somebody else took the same names at this moment.
    """
    grid = sheet_of_grid(technique, keys, rows)
    name = f"{technique.title}, {len(rows)} rows"
    sheet = keep_sheet(proposal=proposal, content=grid.lines, name=name, options=grid.options, now=now, by=by)
    return take_sheet(sheet=sheet, now=now, by=by)


def objection_of(problem: FieldProblem) -> Objection:
    """Say a problem of a field as the objection of a form."""
    return Objection(message=problem.message, mend=problem.remedy, field=f"{VALUE}{problem.field}")


def texts_of(technique: Technique, values: Mapping[str, Value]) -> dict[str, str]:
    """Return values as people would type them; those that the technique does not know as they are."""
    known = {one.key: one for one in technique.fields}
    return {key: text_of(known[key], value) if key in known else str(value) for key, value in values.items()}


def details_of(sample: Sample) -> SampleDetails:
    """Return what is known of a sample, as it would be said again."""
    return SampleDetails(
        role=SampleRole(sample.role),
        technique=sample.technique,
        schema_version=sample.schema_version,
        values=sample.values,
        comment=sample.comment,
        components=components_of(sample),
        storage_temperature_k=sample.storage_temperature_k,
        shelf_life_until=sample.shelf_life_until,
        max_temperature_k=sample.max_temperature_k,
        dose_limit_mgy=sample.dose_limit_mgy,
        pid=sample.pid,
        import_key=sample.import_key,
    )


@dataclass(frozen=True, kw_only=True)
class _Checked:
    substance: Substance | None
    values: dict[str, Value]


def _checked(proposal: str, technique: Technique, declaration: Declaration) -> _Checked:
    """Hold a declaration against its technique and its proposal.

    Raises
    ------
    Invalid
        With everything that is wrong.
    """
    read = typed(technique, declaration.texts)
    unread = {problem.field for problem in read.problems}
    missing = [problem for problem in problems_in(technique, read.values) if problem.field not in unread]
    substance = _substance(proposal, declaration.substance)
    objections = [objection_of(problem) for problem in (*read.problems, *missing)]
    if substance is None and (declaration.substance or technique.substance is SubstanceNeed.REQUIRED):
        objections.append(_no_substance(technique, declaration.substance))
    if not declaration.name.strip():
        objections.append(Objection(message="The name is missing.", mend="Give it one.", field="name"))
    if declaration.container is not None and not declaration.slot:
        message = f"It is not said where in {declaration.container.name} it lies."
        objections.append(Objection(message=message, mend="Give the position.", field="slot"))
    objections += _objections_to_partners(proposal, technique, read.values)
    if objections:
        raise Invalid(objections)
    return _Checked(substance=substance, values=read.values)


def _substance(proposal: str, acronym: str) -> Substance | None:
    return Substance.objects.filter(proposal__code=proposal, acronym__iexact=acronym).select_related("proposal").first()


def _no_substance(technique: Technique, acronym: str) -> Objection:
    noun = technique.nouns.substance
    if not acronym:
        return Objection(message=f"The {noun} is missing.", mend="Choose one, or declare it first.", field="substance")
    message = f"The proposal has no {noun} {acronym!r}."
    return Objection(message=message, mend="Choose one, or declare it first.", field="substance")


def _objections_to_partners(proposal: str, technique: Technique, values: Mapping[str, Value]) -> list[Objection]:
    found = []
    for one in technique.fields:
        if one.partner and one.key in values and sample_named(proposal, str(values[one.key])) is None:
            message = f"{one.label}: the proposal has no sample {values[one.key]!r}."
            found.append(Objection(message=message, mend="Declare that one first.", field=f"{VALUE}{one.key}"))
    return found


def _details(technique: Technique, declaration: Declaration, values: Mapping[str, Value]) -> SampleDetails:
    return replace(declaration.details, technique=technique.code, schema_version=technique.version, values=values)


def _finish(sample: Sample, declaration: Declaration, mount: str, *, now: datetime, by: Actor) -> None:
    """Give the first physical piece its barcodes and its place."""
    piece = sample.specimens.earliest("number")
    kept = SpecimenDetails(
        label=piece.label,
        mount=Mount(piece.mount or mount) if piece.mount or mount else None,
        barcodes=declaration.barcodes,
        disposition=Disposition(piece.disposition),
        keep_until=piece.keep_until,
    )
    describe_specimen(specimen=piece, details=kept)
    try:
        if declaration.container is not None:
            place_sample(sample=sample, container=declaration.container, slot=declaration.slot, now=now, by=by)
    except PositionTaken as error:
        raise Invalid([Objection(message=error.message, mend="Choose another position.", field="slot")]) from None


def _tell_partners(sample: Sample, technique: Technique, values: Mapping[str, Value], *, by: Actor) -> None:
    """Enter the relations that the values name: what is measured beside it, and what it came out of."""
    beside: Sample | None = None
    for one in technique.fields:
        other = sample_named(sample.proposal.code, str(values[one.key])) if one.partner and one.key in values else None
        if other is not None and one.partner in {"buffer", "can", "background"}:
            beside = other
        elif other is not None and one.partner in {kind.value for kind in RelationKind}:
            relate_samples(child=sample, parent=other, kind=RelationKind(one.partner), by=by)
    if sample.paired_with_id != (beside.pk if beside else None):
        pair_samples(sample=sample, partner=beside, by=by)
