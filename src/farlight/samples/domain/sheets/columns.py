"""Reading the cells of one column: tidied, numbers in the right unit, what a spreadsheet spoilt told."""

from dataclasses import dataclass, field, replace

from farlight.samples.domain.sheets import grid
from farlight.samples.domain.sheets.cells import spoilt, tidied
from farlight.samples.domain.sheets.headings import ColumnMatch, folded
from farlight.samples.domain.sheets.meanings import VALUE, Meaning, Target
from farlight.samples.domain.sheets.numbers import converted_number, folded_unit, number_in
from farlight.samples.domain.sheets.problems import Severity, SheetProblem, Trouble, error, info, warning
from farlight.samples.domain.sheets.unit_cells import units_of_cell, unknown_units
from farlight.samples.domain.techniques import FieldProblem, Technique, Value, typed

_MOST_CHARACTERS = 2000
_MOST_CHOICES = 12
"""So many are named in a remedy."""
_NOT_SAID = frozenset({"", "-", "--", "n/a", "na", "none", "null", "unknown", "?", "tbd", "tba", "nan", "k.a.", "n.a."})
_OF_NOTHING = frozenset({Target.KEPT.value, Target.NOTHING.value})
Read = tuple[Value, tuple[SheetProblem, ...]]
"""What stands in a cell, an empty text for nothing, and what was odd; fields of the technique have their types."""


@dataclass
class ColumnReader:
    """Reads the cells of a column that means one thing; equal cells are looked at once."""

    match: ColumnMatch
    meaning: Meaning
    technique: Technique
    _known: dict[tuple[str, str], Read] = field(default_factory=dict)

    def read(self, text: str, kind: str) -> Read:
        """Return what stands in a cell, and what was odd about it; the problems have no row yet."""
        key = (text, kind)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._read(text, kind)
        return found

    def _read(self, text: str, kind: str) -> Read:
        if self.meaning.key in _OF_NOTHING:
            return text.strip(), ()
        meaning = self.meaning
        clean = tidied(text, is_name=not meaning.is_free_text)
        problems = [self._told(problem) for problem in self._spoilt(kind, clean.text)]
        if not problems and (clean.was_invisible or clean.was_typographic) and not meaning.is_free_text:
            problems.append(self._told(_tidied_problem(clean.text, is_invisible=clean.was_invisible)))
        if any(problem.severity is Severity.ERROR for problem in problems):
            return "", tuple(problems)
        if kind == grid.FORMULA:
            message = f"This is the result of a formula ({clean.text})."
            problems.append(self._told(warning(Trouble.FORMULA, message, "Paste it as a value, so that it stays.")))
        value, more = self._meant(clean.text, kind)
        if self.meaning.field is None or not value or len(self.match.means) > 1:
            return value, (*problems, *map(self._told, more))
        typed_value, wrong = typed_alone(self.technique, self.meaning.field.key, value)
        return typed_value, (*problems, *map(self._told, [*more, *wrong]))

    def _spoilt(self, kind: str, text: str) -> list[SheetProblem]:
        meaning = self.meaning
        is_text = not meaning.is_number and not meaning.is_date
        found = spoilt(kind, text, is_text=is_text and not meaning.is_free_text, is_code=meaning.is_code)
        if found is None and meaning.is_number and kind == grid.DATE:
            message = f"The spreadsheet took this for a date ({text})."
            found = error(Trouble.DATE, message, "Format the column as a number, then type it again.", value=text)
        return [found] if found else []

    def _meant(self, text: str, kind: str) -> tuple[str, list[SheetProblem]]:
        meaning = self.meaning
        if text.casefold() in _NOT_SAID and not (text == "none" and meaning.field and "none" in meaning.field.choices):
            return "", []
        holds_several = len(self.match.means) > 1
        if meaning.is_number and not holds_several:
            return self._number(text)
        if holds_several or (meaning.is_date and kind == grid.DATE):
            return text if holds_several else text[:10], []
        words = dict(self.match.words)
        if text.casefold() in words:
            return words[text.casefold()], []
        if self.match.steps:
            return self._step(text), []
        return self._text(text)

    def _text(self, text: str) -> tuple[str, list[SheetProblem]]:
        meaning = self.meaning
        most = meaning.words.most_characters if meaning.words else _MOST_CHARACTERS
        if len(text) > most:
            message = f"{meaning.label}: {len(text)} characters are too many."
            return "", [error(Trouble.LONG_TEXT, message, f"Give at most {most}.", value=text[:60])]
        if meaning.field is not None and meaning.field.choices:
            return self._choice(text), []
        if meaning.is_free_text and text[0] in "=+@" and number_in(text, "") is None:
            message = "The text begins like a formula. It is kept as text, and made harmless when it is given back."
            return text, [info(Trouble.FORMULA, message, "Nothing, when that is what you mean.")]
        return text, []

    def _step(self, text: str) -> str:
        """Return the word for a number, such as *low* for 0.1."""
        read = number_in(text, "")
        found = [word for most, word in self.match.steps if read is not None and float(read.text) <= most]
        return found[0] if found else text

    def _choice(self, text: str) -> str:
        """Return the choice that was meant, for spellings that leave no doubt: ``P 43 21 2``, ``p43212``."""
        wanted = folded(text).replace(" ", "")
        field_of = self.meaning.field
        for choice in field_of.choices if field_of else ():
            if folded(choice).replace(" ", "") == wanted:
                return choice
        return text

    def _number(self, text: str) -> tuple[str, list[SheetProblem]]:
        unit = self.meaning.unit
        said = self.match.said_unit
        if said and folded_unit(said) != folded_unit(unit) and converted_number(1.0, said, unit) is None:
            said = ""  # told once for the column
        read = number_in(text, unit, said)
        if read is None:
            like = f" in {unit}" if unit else ""
            message = f"{self.meaning.label}: {text!r} is not a number that can be read in one way."
            return "", [error(Trouble.NOT_A_NUMBER, message, f"Give a number{like}, like 12.5.")]
        is_told_above = read.trouble is Trouble.UNIT and bool(said) and text[-1].isdigit()
        if read.trouble is None or is_told_above:
            return read.text, []
        problems = [info(read.trouble, read.note, "Nothing, when that is what you mean.")]
        return read.text, problems

    def _told(self, problem: SheetProblem) -> SheetProblem:
        return replace(problem, column=self.match.column, heading=self.match.heading)

    def unit_problem(self) -> SheetProblem | None:
        """Say, once for the column, that its heading names a unit that cannot become the one that is asked for."""
        said, unit = self.match.said_unit, self.meaning.unit
        if len(self.match.means) > 1:
            return self._unit_problem_of_several(said)
        if not said or not self.meaning.is_number or folded_unit(said) == folded_unit(unit):
            return None
        if converted_number(1.0, said, unit) is not None:
            message = f"The heading says {said}; the values were read as that and turned into {unit}."
            return self._told(info(Trouble.UNIT, message, "Nothing, when the heading is right."))
        asked = f"in {unit}" if unit else "without unit"
        message = f"The heading says {said!r}, but {self.meaning.label} is asked for {asked}."
        return self._told(warning(Trouble.UNIT, message, f"Give it in {unit}." if unit else "Leave the unit out."))

    def _unit_problem_of_several(self, said: str) -> SheetProblem | None:
        fields = [self.technique.by_key[key.removeprefix(VALUE)] for key in self.match.means]
        units = tuple(dict.fromkeys(one.unit for one in fields if one.unit))
        unknown = unknown_units(said, units)
        asked = " and ".join(units) or "no unit"
        if unknown:
            message = f"The heading says {', '.join(map(repr, unknown))}, but it is asked for in {asked}."
            return self._told(warning(Trouble.UNIT, message, f"Give it in {asked}, and say so in the heading."))
        others = [word for unit in units for word in units_of_cell(said, unit)]
        if others:
            message = f"The heading says {', '.join(others)}; the values were read as that and turned into {asked}."
            return self._told(info(Trouble.UNIT, message, "Nothing, when the heading is right."))
        return None


def typed_alone(technique: Technique, key: str, text: str) -> tuple[Value, list[SheetProblem]]:
    """Return what a text means for one field of a technique, and why not; an empty text when it means nothing."""
    got = typed(technique, {key: text})
    problems = [
        error(
            _trouble_of(technique, problem),
            problem.message,
            _short_remedy(technique, problem),
            value=text,
            suggestion=problem.suggestion or None,
        )
        for problem in got.problems
    ]
    return got.values.get(key, ""), problems


def _short_remedy(technique: Technique, problem: FieldProblem) -> str:
    """Return what to do; of many choices only the first are named."""
    known = technique.by_key.get(problem.field)
    choices = known.choices if known else ()
    if len(choices) <= _MOST_CHOICES:
        return problem.remedy or "Correct it."
    if problem.suggestion:
        return f"Did you mean {problem.suggestion!r}?"
    return f"Give one of: {', '.join(choices[:_MOST_CHOICES])} … ({len(choices)} in all, see the template)."


def _trouble_of(technique: Technique, problem: FieldProblem) -> Trouble:
    field_of = technique.by_key.get(problem.field)
    return Trouble.CHOICE if field_of is not None and field_of.choices else Trouble.FIELD


def _tidied_problem(text: str, *, is_invisible: bool) -> SheetProblem:
    if is_invisible:
        message = f"There were characters that cannot be seen (such as fixed blanks); it was read as {text!r}."
        return info(Trouble.INVISIBLE, message, "Nothing, when that is what you mean.")
    message = f"There were typographic quotes or dashes; it was read as {text!r}."
    return info(Trouble.TYPOGRAPHY, message, "Nothing, when that is what you mean.")
