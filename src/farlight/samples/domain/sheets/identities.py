"""Names, substances and barcodes of a sheet, held against each other and against what the proposal has."""

import re
from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz import fuzz, process

from farlight.samples.domain.sheets.known import Known
from farlight.samples.domain.sheets.meanings import Target
from farlight.samples.domain.sheets.problems import Severity, SheetProblem, Trouble, error, info, warning
from farlight.samples.domain.sheets.rows import DeclaredRow, RowsRead
from farlight.samples.domain.techniques import SubstanceNeed, Technique
from farlight.samples.types import SampleRole

NAME = re.compile(r"[\w(][\w .+()\[\]#:,@/&=*'-]*\Z")
"""What a sample may be called; file names are made of it with other signs left out."""
ACRONYM = re.compile(r"[A-Za-z0-9_-]{1,40}\Z")
_LIKE = 70.0
_MOST_NAMED = 5


class Identities:
    """Looks at who is who in a sheet."""

    def __init__(self, read: RowsRead, known: Known, technique: Technique, *, makes_substances: bool) -> None:
        self._read = read
        self._known = known
        self._technique = technique
        self._makes_substances = makes_substances
        self._acronyms: dict[str, tuple[str, SheetProblem | None]] = {}
        self._told = {(problem.row, problem.column) for problem in read.problems if problem.severity is Severity.ERROR}

    def problems(self) -> Iterator[SheetProblem]:
        """Everything that is wrong with names, substances, barcodes, roles, proposals; corrects capitals."""
        yield from self._missing_columns()
        for row in self._read.rows:
            for target, problem in self._of_row(row):
                yield self._read.at(row, target, problem)
        yield from self._twice(Target.NAME, Trouble.NAME_TWICE, "Give each sample a name of its own.")
        yield from self._twice(Target.BARCODE, Trouble.BARCODE_TWICE, "Correct one of them, or leave it empty.")

    @property
    def _needs_substance(self) -> bool:
        return self._technique.substance is SubstanceNeed.REQUIRED

    def _missing_columns(self) -> Iterator[SheetProblem]:
        needed = [(Target.NAME, "Sample name"), *([(Target.ACRONYM, "Substance")] if self._needs_substance else [])]
        for target, label in needed:
            is_there = target in self._read.where or any(row.text(target) for row in self._read.rows)
            if not is_there and self._read.rows:
                message = f"There is no column for {label!r}."
                yield error(Trouble.HEADING_MISSING, message, "Add it, or say which of the columns it is.")

    def _of_row(self, row: DeclaredRow) -> Iterator[tuple[Target, SheetProblem]]:
        yield from self._of_name(row)
        yield from self._of_substance(row)
        yield from self._of_barcode(row)
        yield from self._of_role(row)
        yield from self._of_proposal(row)

    def _of_name(self, row: DeclaredRow) -> Iterator[tuple[Target, SheetProblem]]:
        name = row.text(Target.NAME)
        if not name:
            if Target.NAME in self._read.where and not self._is_spoilt(row, Target.NAME):
                yield Target.NAME, error(Trouble.MISSING, "The sample has no name.", "Give it one.")
            return
        if not NAME.match(name):
            message = f"{name!r} has signs that a sample's name cannot have."
            yield (
                Target.NAME,
                error(
                    Trouble.CHARACTERS, message, "Use letters, digits, dashes and underscores.", suggestion=_named(name)
                ),
            )

    def _is_spoilt(self, row: DeclaredRow, target: Target) -> bool:
        column = self._read.where.get(target)
        return (row.row, column) in self._told

    def _of_substance(self, row: DeclaredRow) -> Iterator[tuple[Target, SheetProblem]]:
        said = row.text(Target.ACRONYM)
        if not said:
            is_told = self._is_spoilt(row, Target.ACRONYM)
            if self._needs_substance and Target.ACRONYM in self._read.where and not is_told:
                yield Target.ACRONYM, error(Trouble.MISSING, "The substance is missing.", self._offer())
            return
        if said not in self._acronyms:
            self._acronyms[said] = self._looked_up(said)
        acronym, problem = self._acronyms[said]
        row.texts[Target.ACRONYM] = acronym
        if problem:
            yield Target.ACRONYM, problem

    def _offer(self) -> str:
        names = sorted(self._known.substances, key=str.casefold)
        if not names:
            return "Give its short name."
        return f"Give one of: {', '.join(names[:_MOST_NAMED])}{' …' if len(names) > _MOST_NAMED else '.'}"

    def _looked_up(self, said: str) -> tuple[str, SheetProblem | None]:
        known = self._known
        if said in known.substances:
            return said, None
        same = known.acronyms.get(said.casefold())
        if same:
            message = f"The substance is written {same!r}; it was read as that."
            return same, info(Trouble.LETTER_CASE, message, "Nothing.", suggestion=same, value=said)
        near = process.extractOne(said.casefold(), list(known.acronyms), scorer=fuzz.WRatio, score_cutoff=_LIKE)
        meant = known.acronyms[near[0]] if near else None
        if self._makes_substances and ACRONYM.match(said):
            message = f"The proposal has no substance {said!r} yet; it is made, and its hazards must be declared."
            remedy = (
                f"Did you mean {meant!r}? Else declare its hazards afterwards." if meant else "Declare its hazards."
            )
            return said, warning(Trouble.NEW_SUBSTANCE, message, remedy, suggestion=meant, value=said)
        if self._makes_substances:
            message = f"{said!r} cannot be the short name of a substance."
            remedy = "Use up to 40 letters, digits, dashes and underscores."
            return said, error(Trouble.CHARACTERS, message, remedy, value=said, suggestion=_short(said))
        message = f"The proposal has no substance {said!r}."
        remedy = (f"Did you mean {meant!r}? " if meant else "") + "Correct it, or let new substances be made."
        return said, error(Trouble.UNKNOWN_SUBSTANCE, message, remedy, suggestion=meant, value=said)

    def _of_barcode(self, row: DeclaredRow) -> Iterator[tuple[Target, SheetProblem]]:
        barcode = row.text(Target.BARCODE)
        owner = self._known.barcodes.get(barcode) if barcode else None
        if owner is not None and owner != row.text(Target.NAME):
            message = f"The barcode {barcode} is that of your sample {owner!r}."
            yield Target.BARCODE, warning(Trouble.BARCODE_TAKEN, message, "Look which of them is right.")

    def _of_role(self, row: DeclaredRow) -> Iterator[tuple[Target, SheetProblem]]:
        said = row.text(Target.ROLE)
        if not said:
            return
        role = said.casefold().replace("normalization", "normalisation")
        if role in set(SampleRole):
            row.texts[Target.ROLE] = role
            return
        near = process.extractOne(role, [one.value for one in SampleRole], scorer=fuzz.ratio, score_cutoff=_LIKE)
        meant = near[0] if near else None
        message = f"{said!r} is not a role of a sample."
        remedy = f"Give one of: {', '.join(SampleRole)}."
        yield Target.ROLE, error(Trouble.CHOICE, message, remedy, suggestion=meant)

    def _of_proposal(self, row: DeclaredRow) -> Iterator[tuple[Target, SheetProblem]]:
        said = row.text(Target.PROPOSAL)
        number = row.text(Target.PROPOSAL_NUMBER)
        letters = row.text(Target.PROPOSAL_LETTERS)
        if number and not said:
            said = f"{letters}{number}"
        wanted = self._known.proposal
        if not said or said.replace("-", "").replace(" ", "").casefold() in {
            wanted,
            wanted.lstrip("abcdefghijklmnopqrstuvwxyz"),
        }:
            return
        target = Target.PROPOSAL if row.text(Target.PROPOSAL) else Target.PROPOSAL_NUMBER
        message = f"The row is of proposal {said}, not of {wanted}."
        yield (
            target,
            error(Trouble.PROPOSAL, message, f"Send it to {said}, or correct it.", value=said, suggestion=wanted),
        )

    def _twice(self, target: Target, trouble: Trouble, remedy: str) -> Iterator[SheetProblem]:
        rows: dict[str, list[DeclaredRow]] = defaultdict(list)
        for row in self._read.rows:
            text = row.text(target)
            if text:
                rows[text].append(row)
        for text, same in rows.items():
            for row in same if len(same) > 1 else ():
                others = [other.row for other in same if other is not row]
                message = f"{text!r} stands in {rows_in_words(others)} too."
                yield self._read.at(row, target, error(trouble, message, remedy, value=text))


def rows_in_words(rows: list[int]) -> str:
    """``row 3``, ``rows 3 and 4``, ``rows 3, 4, 5, 6, 7 and 12 more``."""
    if len(rows) == 1:
        return f"row {rows[0]}"
    if len(rows) <= _MOST_NAMED:
        return f"rows {', '.join(map(str, rows[:-1]))} and {rows[-1]}"
    return f"rows {', '.join(map(str, rows[:_MOST_NAMED]))} and {len(rows) - _MOST_NAMED} more"


def _named(name: str) -> str:
    return re.sub(r"[^\w .+()#-]+", "_", name).strip("_ ")[:100]


def _short(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]+", "_", name).strip("_")[:40]
