import pytest

from farlight.beamlines.public import beamline, beamlines, define_beamline
from farlight.beamlines.tests.factories import a_definition
from farlight.bus.public import all_entries
from farlight.kernel.errors import NotFound

pytestmark = pytest.mark.django_db


def test_a_beamline_comes_back_as_it_was_defined():
    definition = a_definition("i03", name="MX at 03", pipelines=(), panet="PaNET01172")
    row = define_beamline(definition=definition)
    found = beamline("i03")
    assert {name: getattr(found, name) for name in vars(definition)} == vars(definition)
    assert (found.id, str(row)) == (row.pk, "i03")


def test_a_definition_is_taken_over_once_and_told_when_it_changes():
    for name in ("First", "First", "Second"):
        define_beamline(definition=a_definition("i03", name=name))
    assert [entry.body["name"] for entry in all_entries("")] == ["First", "Second"]
    assert beamline("i03").name == "Second"


def test_beamlines_come_in_the_order_of_their_codes():
    for code in ("i24", "i03"):
        define_beamline(definition=a_definition(code))
    assert [found.code for found in beamlines()] == ["i03", "i24"]


def test_an_unknown_beamline_is_not_found():
    with pytest.raises(NotFound, match="no beamline 'i99'"):
        beamline("i99")
