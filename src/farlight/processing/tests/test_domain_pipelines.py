"""Pipelines are data of the facility file."""

import dataclasses

import pytest

from farlight.beamlines.tests.factories import a_definition
from farlight.beamlines.types import PipelineDefinition
from farlight.kernel.errors import Invalid
from farlight.processing.domain.pipelines import (
    fitted,
    objections_to_definition,
    pipeline_named,
    pipelines_of,
    with_asked,
)
from farlight.processing.domain.wording import asked_in_words
from farlight.processing.types import BeamSearch, ProcessingOptions, Speed

COARSE = PipelineDefinition(code="coarse", name="Coarse", options={"d_min_angstrom": 2.5, "last_image": 40})
THOROUGH = PipelineDefinition(code="thorough", name="Thorough", options={"speed": "thorough"})


def offered(*definitions, by_themselves=()):
    beamline = dataclasses.replace(a_definition("i03"), pipelines_offered=definitions, pipelines=by_themselves)
    return pipelines_of(beamline)


def test_those_that_start_by_themselves_come_first():
    found = offered(COARSE, THOROUGH, by_themselves=("thorough",))
    assert [(one.code, one.starts_by_itself) for one in found] == [("thorough", True), ("coarse", False)]
    assert found[0].options == ProcessingOptions(speed=Speed.THOROUGH)
    assert found[1].options == ProcessingOptions(d_min_angstrom=2.5, last_image=40)


def test_a_beamline_offers_dials_when_its_file_says_nothing():
    (usual,) = pipelines_of(a_definition("i03"))
    assert (usual.code, usual.starts_by_itself, usual.options) == ("dials", True, ProcessingOptions())


def test_a_pipeline_is_chosen_by_its_code_the_first_by_none():
    found = offered(COARSE, THOROUGH)
    assert pipeline_named(found, "thorough").name == "Thorough"
    assert pipeline_named(found, "").code == "coarse"
    for nothing in (found, ()):
        with pytest.raises(Invalid) as refused:
            pipeline_named(nothing, "xds")
        assert refused.value.objections[0].field == "pipeline"


def test_what_a_person_asks_for_stands_in_the_place_of_the_pipelines():
    options = with_asked(ProcessingOptions(speed=Speed.THOROUGH, d_min_angstrom=2.5), {"d_min_angstrom": 1.9})
    assert options == ProcessingOptions(speed=Speed.THOROUGH, d_min_angstrom=1.9)


def test_a_range_beyond_the_run_is_left_out():
    options = ProcessingOptions(last_image=40)
    assert fitted(options, 100) == options
    assert fitted(options, 40).last_image is None
    assert fitted(ProcessingOptions(), 5) == ProcessingOptions()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"sped": "fast"}, "There is no option 'sped'."),
        ({"speed": "warp"}, "An option cannot be used"),
        ({"d_min_angstrom": "fine"}, "d_min_angstrom is a number."),
        ({"d_min_angstrom": 99.0}, "A resolution lies between"),
        ({"space_group": "P 99"}, "is not a space group"),
    ],
)
def test_a_pipeline_that_cannot_run_is_objected_to(options, said):
    (objection,) = objections_to_definition(PipelineDefinition(code="x", name="X", options=options))
    assert said in objection.message


def test_sound_pipelines_are_not_objected_to():
    assert [objections_to_definition(one) for one in (COARSE, THOROUGH)] == [[], []]


def test_what_was_asked_in_words():
    assert asked_in_words(ProcessingOptions()) == ("fast",)
    everything = ProcessingOptions(
        speed=Speed.THOROUGH,
        beam_search=BeamSearch.NEVER,
        d_min_angstrom=2.0,
        unit_cell=(79.1, 79.1, 37.0, 90.0, 90.0, 90.0),
        space_group="P43212",
        max_cell_angstrom=200.0,
        first_image=21,
    )
    assert asked_in_words(everything) == (
        "thorough",
        "images 21-last",
        "to 2.00 Å",
        "P43212 given",
        "cell 79.1 79.1 37 90 90 90 given",
        "axes up to 200 Å",
        "beam searched: never",
    )
