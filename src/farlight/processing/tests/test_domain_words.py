import dataclasses
import json

import pytest

from farlight.processing.domain import explanations
from farlight.processing.domain.chain import ChainState, state_from
from farlight.processing.domain.files import known_files, log_name
from farlight.processing.domain.notes import NotableFacts, notes_on
from farlight.processing.domain.options import objections_to
from farlight.processing.domain.records import failure_from, options_from, record_of, result_from
from farlight.processing.domain.stages import overall_progress_frac, stage_title
from farlight.processing.domain.states import objection_to_step
from farlight.processing.tests.factories import RESULT, SHELL
from farlight.processing.types import (
    BeamSearch,
    Failure,
    ProcessingOptions,
    ProcessingState,
    ResultFile,
    Speed,
    Stage,
)

FACTS = NotableFacts(
    rotation_deg=90.0,
    images=900,
    indexed_frac=0.98,
    rmsd_px=0.4,
    overall=SHELL,
    space_group="P 4 21 2",
    space_group_source="intensities",
    equally_likely_group="",
    beam_shift_px=None,
    geometry="header",
    edge_angstrom=None,
)


def notes(**changes) -> str:
    return " | ".join(notes_on(dataclasses.replace(FACTS, **changes)))


def test_a_good_result_needs_no_remarks():
    assert notes() == ""


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"rotation_deg": 1.0}, "Only 1° of rotation"),
        ({"overall": None}, "no merging statistics"),
        ({"overall": dataclasses.replace(SHELL, multiplicity=1.0)}, "measured 1.0 times"),
        ({"rmsd_px": 4.6}, "Spots lie 4.6 px from where"),
        ({"indexed_frac": 0.5}, "explains 50% of the spots"),
        ({"space_group_source": "lattice"}, "lowest that the lattice allows"),
        ({"equally_likely_group": "I 21 3", "space_group": "I 2 3"}, "I 21 3 is as likely as I 2 3"),
        ({"space_group": "P 41 21 2"}, "P 43 21 2, the mirror image of P 41 21 2"),
        ({"geometry": "far_beam", "beam_shift_px": 58.0}, "58.0 px from where the header has it"),
        ({"geometry": "beam", "beam_shift_px": 2.1}, "2.1 px from where the header has it"),
        ({"edge_angstrom": 1.8}, "Beyond 1.80 Å"),
    ],
)
def test_what_a_result_cannot_carry_is_said(changes, words):
    assert words in notes(**changes)


def test_a_lattice_of_little_that_fits_badly_is_called_a_guess_before_all_else():
    for bad in ({"rmsd_px": 4.6}, {"indexed_frac": 0.58}):
        said = notes(rotation_deg=0.1, **bad)
        assert said.startswith("The cell is a guess, not a result: 0.1° of rotation")
        assert "off by a percent" not in said
        assert "guess" not in notes(rotation_deg=90.0, **bad)
    assert "guess" not in notes(rotation_deg=1.0, rmsd_px=None)


def test_small_matters_are_not_said():
    assert notes(rmsd_px=None) == ""
    assert notes(geometry="beam", beam_shift_px=0.4) == ""
    assert notes(space_group="P 41 21 2", space_group_source="user") == ""
    assert "Beyond" not in notes(rotation_deg=1.0, edge_angstrom=1.8)


@pytest.mark.parametrize(
    ("step", "log", "why"),
    [
        (Stage.INTEGRATE, "OSError: [Errno 28] No space left on device", "The disk is full."),
        (Stage.FIND_SPOTS, "MemoryError: bad", "ran out of memory"),
        (Stage.FIND_SPOTS, "required filter 'bitshuffle' is not registered", "HDF5 filter is missing"),
        (Stage.FIND_SPOTS, "RuntimeError: cbf decompress failed", "damaged or cut short"),
        (Stage.INDEX, "Sorry: No suitable indexing solution found", "No lattice explains"),
        (Stage.INTEGRATE, "Sorry: sigma_b calculation failed", "too few strong spots"),
        (Stage.IMPORT, "Sorry: Unable to handle the following arguments", "does not know these images"),
        (Stage.SCALE, "Sorry: something new", "Scaling stopped. DIALS said: something new"),
        (Stage.MERGE, "", "Merging stopped."),
    ],
)
def test_a_failure_is_explained(step, log, why):
    failure = explanations.explained(step, log)
    assert failure.step is step
    assert why in failure.why
    assert failure.try_next


def test_every_step_has_an_explanation_and_a_title():
    for stage in Stage:
        assert explanations.explained(stage, "").try_next
        assert stage_title(stage)


@pytest.mark.parametrize(
    ("failure", "step", "words"),
    [
        (explanations.program_missing("dials.import"), Stage.IMPORT, "dials.import was not found"),
        (explanations.not_a_rotation(8), Stage.IMPORT, "8 image(s) tell of no rotation"),
        (explanations.too_few_spots(0, 10), Stage.FIND_SPOTS, "No spot was found on 10"),
        (explanations.too_few_spots(7, 10), Stage.FIND_SPOTS, "Only 7 spot(s)"),
        (explanations.no_lattice(0.1, 500), Stage.INDEX, "explains 10% of 500 spots"),
        (explanations.no_lattice(0.0, 500), Stage.INDEX, "There are 500 spots"),
    ],
)
def test_failures_that_we_find_ourselves(failure, step, words):
    assert failure.step is step
    assert words in failure.why
    assert failure.try_next


@pytest.mark.parametrize(
    ("options", "fields"),
    [
        ({}, []),
        ({"d_min_angstrom": 0.1}, ["d_min_angstrom"]),
        ({"unit_cell": (78, 78, 78, 90, 90, 90)}, ["space_group"]),
        ({"unit_cell": (1, 78, 78, 90, 5, 90), "space_group": "I 2 3"}, ["unit_cell", "unit_cell"]),
        ({"space_group": "P 99"}, ["space_group"]),
        ({"max_cell_angstrom": 1.0}, ["max_cell_angstrom"]),
        ({"first_image": 0}, ["first_image"]),
        ({"first_image": 9, "last_image": 3}, ["last_image"]),
        ({"last_image": 101}, ["last_image"]),
        ({"first_image": 101}, ["first_image"]),
        ({"processors": 0}, ["processors"]),
        ({"processors": 2, "d_min_angstrom": 2.0, "space_group": "P43212", "max_cell_angstrom": 400.0}, []),
    ],
)
def test_options_are_objected_to_all_at_once(options, fields):
    assert [objection.field for objection in objections_to(ProcessingOptions(**options), images=100)] == fields


def test_records_come_back_as_they_were():
    options = ProcessingOptions(
        speed=Speed.THOROUGH, beam_search=BeamSearch.NEVER, unit_cell=(1, 2, 3, 90, 90, 90), space_group="P 1"
    )
    failure = Failure(step=Stage.INDEX, why="because", try_next=("this", "that"))
    for thing, back in ((options, options_from), (RESULT, result_from), (failure, failure_from)):
        assert back(json.loads(json.dumps(record_of(thing)))) == thing
    assert options_from({}) == ProcessingOptions()
    with pytest.raises(TypeError):
        options_from({"dmin": 2.0})


def test_chain_state_comes_back_as_it_was():
    state = ChainState(spots=5, overall=SHELL, lattice="cI").finished(Stage.IMPORT, 1.0).noting("one", "", "one")
    assert state.remarks == ("one",)
    assert state_from(json.loads(json.dumps(dataclasses.asdict(state)))) == state


def test_chain_goes_on_behind_the_last_finished_stage_and_back():
    state = ChainState()
    for stage in Stage:
        assert state.next_stage() is stage
        state = state.finished(stage, 1.0)
    assert state.next_stage() is None
    back = state.back_to(Stage.REFINE)
    assert back.next_stage() is Stage.REFINE
    again = back.finished(Stage.REFINE, 2.0)
    assert next(time.duration_s for time in again.times if time.stage is Stage.REFINE) == 3.0


def test_progress_only_grows():
    steps = [overall_progress_frac(stage, frac) for stage in Stage for frac in (0.0, 0.5, 1.0)]
    assert steps == sorted(steps)
    assert (steps[0], steps[-1]) == (0.0, pytest.approx(1.0))
    assert overall_progress_frac(Stage.IMPORT, -1.0) == 0.0


def test_known_files_only_are_shown():
    found = [("report.html", 5), (".lock", 0), ("secret.txt", 1), ("03_index_beam_fft1d.log", 7), ("x.log", 1)]
    assert known_files(found) == (
        ResultFile(name="report.html", kind="report", title="DIALS report", size_bytes=5),
        ResultFile(name="03_index_beam_fft1d.log", kind="log", title="Log: index beam fft1d", size_bytes=7),
    )
    assert log_name(Stage.INDEX, "beam_fft1d") == "03_index_beam_fft1d.log"


def test_what_is_over_stays_over():
    for before in ProcessingState:
        for after in ProcessingState:
            allowed = not before.is_over and (before, after) not in {
                (ProcessingState.QUEUED, ProcessingState.FINISHED),
                (ProcessingState.QUEUED, ProcessingState.QUEUED),
                (ProcessingState.RUNNING, ProcessingState.QUEUED),
            }
            assert bool(objection_to_step(before, after)) is not allowed
