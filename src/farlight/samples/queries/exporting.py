"""Sheets as they are given back: the one that came, with what became of its samples; or all samples in a known form."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from farlight.kernel.errors import NotFound
from farlight.people.types import Actor
from farlight.samples.domain.ports import SampleResults
from farlight.samples.domain.sheets.giving_back import (
    Column,
    Outcome,
    profile_columns,
    row_of,
    template_columns,
    with_places,
    with_results,
)
from farlight.samples.domain.sheets.meanings import Target, meanings_for
from farlight.samples.domain.sheets.profiles import Profile
from farlight.samples.domain.techniques import Technique
from farlight.samples.models import Placement, Sample, Sheet, SheetRow, Specimen, SpecimenBarcode
from farlight.samples.queries.known import current_types
from farlight.samples.queries.profiles import known_profiles
from farlight.samples.queries.sheets import check_of, reading_of
from farlight.samples.queries.techniques import technique_named
from farlight.samples.types import SpecimenState

Results = Mapping[str, Mapping[str, str]]
_providers: list[SampleResults] = []


@dataclass(frozen=True, kw_only=True)
class GivenBack:
    """A sheet that is given back."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    """All rows, the line of headings among them where there is one."""
    numbers: frozenset[int]
    """Columns of numbers, from 0."""


def register_results(provider: SampleResults) -> None:
    """Let a context above say what came out of measuring samples."""
    if provider not in _providers:
        _providers.append(provider)


def results_of(person: Actor, proposal: str, samples: Collection[str]) -> Results:
    """Return, by code of a sample, what those above know of it."""
    found: dict[str, dict[str, str]] = {}
    for provider in _providers:
        for code, results in provider(person, proposal, samples).items():
            found.setdefault(code, {}).update(results)
    return found


def sheet_given_back(sheet: Sheet, results: Results) -> GivenBack:
    """Return a sheet as it came, with positions, states and results as they are now.

    Parameters
    ----------
    sheet : Sheet
        The row of one that was taken over.
    results : mapping
        By code of a sample, texts by key of a result.

    Raises
    ------
    NotFound
        When nothing of it was taken over.
    """
    if not sheet.technique:
        raise NotFound
    technique = technique_named(sheet.technique, sheet.schema_version)
    reading, layout = reading_of(sheet), check_of(sheet).layout
    if layout is None:
        raise NotFound
    gives = {column.heading: column.gives for column in layout.profile.columns} if layout.profile else {}
    columns = tuple(
        Column(heading=one.heading, means=one.means, gives=gives.get(one.heading, "")) for one in layout.columns
    )
    keys = dict(SheetRow.objects.filter(sheet=sheet, sample__isnull=False).values_list("row", "sample_id"))
    outcomes = outcomes_of(set(keys.values()), results)
    wide = with_results(with_places(columns, list(outcomes.values())), list(outcomes.values()))
    rows = []
    for number, row in enumerate(reading.rows):
        if number == layout.heading_at:
            rows.append(tuple(column.heading for column in wide))
            continue
        outcome = outcomes.get(keys.get(row.number, 0))
        rows.append(tuple(row_of(wide, outcome, technique, row.texts)))
    return GivenBack(columns=wide, rows=tuple(rows), numbers=_numbers(wide, technique))


def samples_given_out(proposal: str, technique: Technique, profile: Profile | None, results: Results) -> GivenBack:
    """Return all samples of a proposal that follow a technique, in its own template or a known sheet."""
    types = {code: one.form_factor for code, one in current_types().items()}
    columns = profile_columns(profile) if profile else template_columns(technique, types)
    keys = Sample.objects.filter(proposal__code=proposal, technique=technique.code).values_list("pk", flat=True)
    outcomes = sorted(outcomes_of(set(keys), results).values(), key=_by_place)
    wide = with_results(with_places(columns, outcomes), outcomes)
    head = [] if profile and not profile.has_headings else [tuple(column.heading for column in wide)]
    rows = [tuple(row_of(wide, outcome, technique)) for outcome in outcomes]
    return GivenBack(columns=wide, rows=(*head, *rows), numbers=_numbers(wide, technique))


def profile_for(code: str) -> Profile | None:
    """Return a known sheet; None for no code.

    Raises
    ------
    NotFound
        When there is none.
    """
    known = known_profiles() if code else {}
    if code and code not in known:
        raise NotFound(f"There is no profile {code!r}. There are {', '.join(known)}.")
    return known.get(code)


def _by_place(outcome: Outcome) -> tuple[str, int, str]:
    position = outcome.texts.get("position", "")
    return (outcome.texts.get(Target.CONTAINER, "") or "\uffff", int(position or 0), outcome.texts[Target.NAME])


def _numbers(columns: Sequence[Column], technique: Technique) -> frozenset[int]:
    meanings = meanings_for(technique)
    return frozenset(
        number
        for number, column in enumerate(columns)
        if (len(column.means) == 1 and column.means[0] in meanings and meanings[column.means[0]].is_number)
        or column.gives == "best_resolution_angstrom"
    )


def outcomes_of(keys: Collection[int], results: Results) -> dict[int, Outcome]:
    """Return what is known now of samples, by the keys of their rows; a constant number of queries for each 500."""
    ordered = sorted(keys)
    found: dict[int, Outcome] = {}
    for begin in range(0, len(ordered), 500):
        found.update(_of_batch(ordered[begin : begin + 500], results))
    return found


def _of_batch(keys: list[int], results: Results) -> dict[int, Outcome]:
    pieces: dict[int, tuple[int, str]] = {}
    rows = Specimen.objects.filter(sample_id__in=keys).order_by("-number").values_list("sample_id", "pk", "state")
    for sample, piece, state in rows:
        pieces[sample] = (piece, state)
    texts_of_place = _places({piece for piece, _ in pieces.values()})
    barcodes = dict(
        SpecimenBarcode.objects.filter(specimen__sample_id__in=keys)
        .order_by("-pk")
        .values_list("specimen__sample_id", "text")
    )
    about = Sample.objects.filter(pk__in=keys).select_related("substance", "proposal")
    return {
        one.pk: Outcome(
            code=one.code,
            texts={
                Target.PROPOSAL: one.proposal.code,
                Target.NAME: one.name,
                Target.ACRONYM: one.substance.acronym if one.substance else "",
                Target.SUBSTANCE: one.substance.name if one.substance else "",
                Target.BARCODE: barcodes.get(one.pk, ""),
                Target.COMMENT: one.comment,
                Target.ROLE: one.role,
                **texts_of_place.get(pieces[one.pk][0], {}),
            },
            values=one.values,
            results={
                "status": SpecimenState(pieces[one.pk][1]).label,
                **results.get(one.code, {}),
                "sample_code": one.code,
            },
        )
        for one in about
        if one.pk in pieces
    }


def _places(pieces: set[int]) -> dict[int, dict[str, str]]:
    """Return the texts of the place of each piece, and of the place of its container."""
    rows = list(
        Placement.objects.filter(specimen_id__in=pieces, until=None).select_related("container__type").order_by("pk")
    )
    held = Placement.objects.filter(held_id__in={row.container_id for row in rows}, until=None)
    outer = {row.held_id: row for row in held.select_related("container__type")}
    found = {}
    for row in rows:
        texts = {
            Target.CONTAINER.value: row.container.name,
            Target.CONTAINER_TYPE.value: row.container.type.title,
            Target.SLOT.value: row.slot,
            "position": str(row.position),
        }
        around = outer.get(row.container_id)
        if around is not None:
            texts |= {
                Target.OUTER.value: around.container.name,
                Target.OUTER_TYPE.value: around.container.type.title,
                Target.OUTER_SLOT.value: around.slot,
            }
        if row.specimen_id is not None:
            found[row.specimen_id] = texts
    return found
