"""A workbook that asks for what lies outside of it gets nothing."""

from farlight.samples.adapters.xlsx_reading import read_sheet
from farlight.samples.tests.sheets.making import HEADINGS, good, part_of, repacked, xlsx_of


def test_an_entity_from_outside_is_neither_read_nor_shown(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("hunter2")
    workbook = xlsx_of([HEADINGS, *good()])
    _, _, sheet = part_of(workbook).rpartition("?>")
    named = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY outside SYSTEM "{secret.as_uri()}">]>'
    asking = sheet.replace("<v>", "<v>&outside;", 1).replace("<t>", "<t>&outside;", 1)
    found = read_sheet(repacked(workbook, {"xl/worksheets/sheet1.xml": (named + asking).encode()}))
    assert ("&outside;" in asking, "hunter2" in repr(found), bool(found.problems), found.rows) == (
        True,
        False,
        True,
        (),
    )
