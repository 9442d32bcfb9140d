"""Sheets as files: templates, sheets that are given back, sheets with comments in their cells."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from farlight.samples.adapters.xlsx_writing import exported_workbook, template_workbook
from farlight.samples.domain.sheets.giving_back import column_helps, csv_text, template_columns
from farlight.samples.domain.sheets.known import KnownType
from farlight.samples.domain.sheets.meanings import Target
from farlight.samples.domain.techniques import Technique
from farlight.samples.types import SampleRole

_ABOUT = (
    "Fill in one row for each sample on the sheet Samples. Columns may be moved; those that you do not need may go.",
    "Cells with a drop-down take what is in it. Numbers are in the unit of the heading, or say their own (12.4 keV).",
    "Containers that are new here need their type; further rows of the same container may leave it out.",
    "Send the sheet: nothing is taken over while anything in it is wrong, and you are told all of it at once.",
)


class FileFormat(StrEnum):
    """What a sheet is given back as."""

    XLSX = "xlsx"
    CSV = "csv"

    @property
    def media_type(self) -> str:
        """For the header of an answer."""
        workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return {"xlsx": workbook, "csv": "text/csv; charset=utf-8"}[self.value]


def template_file(
    technique: Technique, types: Mapping[str, KnownType], substances: Sequence[str], to: FileFormat
) -> bytes:
    """Return a sheet of a technique to fill in.

    Parameters
    ----------
    technique : Technique
        Its fields are the columns.
    types : mapping
        Container types by code; those of the technique are in the drop-down.
    substances : sequence of str
        Acronyms for the drop-down; empty when nobody asked for a certain proposal.
    to : FileFormat
        As a workbook with drop-downs, or as the bare headings.
    """
    columns = template_columns(technique, {code: one.form_factor for code, one in types.items()})
    if to is FileFormat.CSV:
        return csv_text([[column.heading for column in columns]]).encode()
    titles = tuple(types[code].title for code in technique.containers if code in types)
    outer = tuple(one.title for one in types.values() if one.accepts and _takes_any(one, technique, types))
    choices = {
        Target.CONTAINER_TYPE.value: titles,
        Target.OUTER_TYPE.value: outer,
        Target.ACRONYM.value: tuple(sorted(substances, key=str.casefold)),
        Target.ROLE.value: tuple(SampleRole),
    }
    return template_workbook(technique.title, column_helps(columns, technique, choices), _ABOUT)


def _takes_any(outer: KnownType, technique: Technique, types: Mapping[str, KnownType]) -> bool:
    inner = [types[code] for code in technique.containers if code in types]
    return any(outer.takes(slot, one) for slot in outer.slots[:1] for one in inner)


def given_back_file(rows: Sequence[Sequence[str]], numbers: frozenset[int], to: FileFormat) -> bytes:
    """Return rows as a file; the first one is the line of headings when there is one."""
    if to is FileFormat.CSV:
        return csv_text(rows).encode()
    return exported_workbook([], rows, numbers)
