"""A whole sheet checked: everything that is wrong with it, and what it would do."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from farlight.samples.domain.sheets.grid import SheetReading
from farlight.samples.domain.sheets.identities import Identities
from farlight.samples.domain.sheets.known import Known, KnownSample
from farlight.samples.domain.sheets.layouts import Layout, Wishes, layout_of
from farlight.samples.domain.sheets.meanings import Target
from farlight.samples.domain.sheets.partners import partner_problems
from farlight.samples.domain.sheets.places import Places, far_from_usual
from farlight.samples.domain.sheets.problems import SheetProblem, Trouble, error, has_errors, in_order
from farlight.samples.domain.sheets.profiles import Profile
from farlight.samples.domain.sheets.rows import DeclaredRow, RowsRead, declared_rows
from farlight.samples.domain.techniques import Technique


class RowAction(StrEnum):
    """What taking a row over does."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, kw_only=True)
class PlannedRow:
    """A row, and what taking it over does."""

    declared: DeclaredRow
    action: RowAction
    known: KnownSample | None = None
    """The sample that it is about, when there is one already."""

    def text(self, target: Target) -> str:
        """What the row says of a target."""
        return self.declared.text(target)


@dataclass(frozen=True, kw_only=True)
class SheetCheck:
    """What a sheet is, what is wrong with it, and what it would do."""

    reading: SheetReading
    layout: Layout | None
    rows: tuple[PlannedRow, ...]
    problems: tuple[SheetProblem, ...]

    @property
    def may_be_taken(self) -> bool:
        """Whether nothing forbids taking it over."""
        return bool(self.rows) and not has_errors(self.problems)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are new, changed and unchanged; how many problems of each severity there are."""
        actions = Counter(row.action.value for row in self.rows)
        severities = Counter(problem.severity.value for problem in self.problems)
        return {
            **{action.value: actions[action.value] for action in RowAction},
            **{name: severities[name] for name in ("error", "warning", "info")},
        }


@dataclass(frozen=True, kw_only=True)
class CheckOptions:
    """What the sender says beside the sheet."""

    wishes: Wishes = field(default_factory=Wishes)
    defaults: Mapping[str, str] = field(default_factory=dict)
    """By key of a meaning: what counts for rows that say nothing of it."""
    makes_substances: bool = False
    """Whether substances that the proposal does not have are made."""


def checked(
    reading: SheetReading,
    known: Known,
    techniques: Mapping[str, Technique],
    profiles: Mapping[str, Profile],
    options: CheckOptions | None = None,
) -> SheetCheck:
    """Check a sheet: all problems at once, in the order of the sheet.

    Parameters
    ----------
    reading : SheetReading
        What was read from the file.
    known : Known
        What the proposal has.
    techniques, profiles : mapping
        By their codes.
    options : CheckOptions, optional
        What the sender says.
    """
    options = options or CheckOptions()
    if not reading.is_readable:
        return SheetCheck(reading=reading, layout=None, rows=(), problems=in_order(list(reading.problems)))
    hints = {code: known.words_of(code, one.containers) for code, one in techniques.items()}
    layout = layout_of(reading.rows, techniques, profiles, options.wishes, hints)
    if layout is None:
        problems = [*reading.problems, _not_recognised()]
        return SheetCheck(reading=reading, layout=None, rows=(), problems=in_order(problems))
    read = declared_rows(reading.rows, layout, options.defaults)
    problems = [*_with_headings(reading.problems, layout), *_across(read, layout, known, options)]
    rows = tuple(_planned(row, known, layout.technique) for row in read.rows)
    problems += _held(read, rows)
    return SheetCheck(reading=reading, layout=layout, rows=rows, problems=in_order(problems))


def _across(read: RowsRead, layout: Layout, known: Known, options: CheckOptions) -> list[SheetProblem]:
    if not read.rows:
        message = "There is no sample in the sheet, only headings."
        return [*read.problems, error(Trouble.EMPTY, message, "Fill in a row for each sample.")]
    names = Identities(read, known, layout.technique, makes_substances=options.makes_substances)
    only_type = layout.profile.container_type if layout.profile else ""
    places = Places(read, known, layout.technique, only_type if only_type in known.types else "")
    found = [*names.problems(), *places.problems(), *partner_problems(read, known, layout.technique)]
    usual = far_from_usual(read, layout.technique.containers, known.types)
    return [*read.problems, *found, *usual]


def _not_recognised() -> SheetProblem:
    message = "No line of headings was found, and it is none of the known sheets without headings."
    remedy = "Say which sheet or technique it is, or put headings above the columns, as in our templates."
    return error(Trouble.PROFILE, message, remedy)


def _with_headings(problems: tuple[SheetProblem, ...], layout: Layout) -> Iterator[SheetProblem]:
    for problem in problems:
        is_in = problem.column is not None and problem.column < len(layout.columns)
        heading = layout.columns[problem.column].heading if is_in and problem.column is not None else ""
        yield replace(problem, heading=heading)


def _planned(row: DeclaredRow, known: Known, technique: Technique) -> PlannedRow:
    sample = known.samples.get(row.text(Target.NAME))
    if sample is None:
        return PlannedRow(declared=row, action=RowAction.NEW)
    is_same = _is_same(row, sample, technique, known)
    return PlannedRow(declared=row, action=RowAction.UNCHANGED if is_same else RowAction.CHANGED, known=sample)


def _is_same(row: DeclaredRow, sample: KnownSample, technique: Technique, known: Known) -> bool:
    """Whether a sheet says nothing of a sample but what is known: what it leaves out stays as it is."""
    said = {
        Target.ACRONYM: sample.acronym,
        Target.CONTAINER: sample.container,
        Target.SLOT: sample.slot,
        Target.ROLE: sample.role,
    }
    container = known.containers.get(row.text(Target.CONTAINER).casefold())
    if container is not None:
        said |= {Target.OUTER: container.outer, Target.OUTER_SLOT: container.outer_slot}
    if any(row.text(target) and row.text(target).casefold() != held.casefold() for target, held in said.items()):
        return False
    if row.text(Target.COMMENT) not in {"", sample.comment}:
        return False
    if row.text(Target.BARCODE) and row.text(Target.BARCODE) not in sample.barcodes:
        return False
    if sample.technique not in {"", technique.code}:
        return False
    return all(sample.values.get(key) == value for key, value in row.values.items())


def _held(read: RowsRead, rows: tuple[PlannedRow, ...]) -> Iterator[SheetProblem]:
    """Samples that a sheet cannot change: of another substance, or no longer at home."""
    for row in rows:
        sample = row.known
        if sample is None:
            continue
        acronym = row.text(Target.ACRONYM)
        if acronym and sample.acronym and acronym.casefold() != sample.acronym.casefold():
            message = f"The proposal has a sample {sample.name!r} already, of {sample.acronym}."
            yield read.at(row.declared, Target.NAME, error(Trouble.NAME_TAKEN, message, "Give this one another name."))
        elif row.action is RowAction.CHANGED and not sample.is_movable:
            message = f"{sample.name!r} is on its way or measured already, so a sheet cannot change it."
            yield read.at(row.declared, Target.NAME, error(Trouble.IN_USE, message, "Leave the row out."))
