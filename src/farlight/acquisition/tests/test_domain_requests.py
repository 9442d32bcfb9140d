import dataclasses
import math
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from farlight.acquisition.domain.distance import distance_for_resolution_mm, edge_resolution_angstrom
from farlight.acquisition.domain.names import file_prefix, run_folder, safe_name
from farlight.acquisition.domain.requests import (
    collection_in_words,
    objections_to_collection,
    objections_to_sample,
    objections_to_time,
    with_distance,
)
from farlight.acquisition.tests.experiments import DETECTOR, LIMITS, SWEEP
from farlight.kernel.time import utc_now
from farlight.samples.types import Hazard, SampleSummary
from farlight.ui.domain.values import TIMES


def objections(**changes):
    return objections_to_collection(dataclasses.replace(SWEEP, **changes), LIMITS, DETECTOR)


def test_a_sensible_sweep_meets_no_objection():
    assert objections() == ()


def test_every_objection_comes_at_once_and_names_its_field():
    wrong = {
        "width_deg": 5.0,
        "images": 0,
        "exposure_time_s": 1e-6,
        "energy_ev": 100.0,
        "transmission_frac": 1.5,
        "detector_distance_mm": 10.0,
    }
    assert [objection.field for objection in objections(**wrong)] == list(wrong)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_numbers_that_are_none_are_refused(value):
    assert [objection.field for objection in objections(energy_ev=value)] == ["energy_ev"]


def test_an_objection_says_what_is_possible():
    (objection,) = objections(width_deg=5.0)
    assert objection.message == "The rotation per image of 5 ° is not possible here."
    assert objection.mend == "Give a value from 0.01 to 2 °."


def test_the_detector_may_be_slower_than_the_beamline():
    slow = dataclasses.replace(DETECTOR, max_rate_hz=100.0)
    (objection,) = objections_to_collection(SWEEP, LIMITS, slow)
    assert objection.mend == "Give a value from 0.01 to 10 s."


def test_a_resolution_becomes_a_distance():
    placed = with_distance(dataclasses.replace(SWEEP, detector_distance_mm=None, resolution_angstrom=3.0), DETECTOR)
    assert placed.detector_distance_mm == pytest.approx(112.9, abs=0.5)
    assert edge_resolution_angstrom(placed.detector_distance_mm, placed.energy_ev, 38.4) == pytest.approx(3.0, abs=1e-3)


@pytest.mark.parametrize(
    ("resolution", "words"),
    [
        (0.5, "cannot be reached at this energy"),
        (1.5, "needs the detector at 49 mm"),
        (None, "Neither a detector distance nor a resolution"),
    ],
)
def test_a_resolution_that_the_detector_cannot_see_is_refused(resolution, words):
    (objection,) = objections(detector_distance_mm=None, resolution_angstrom=resolution)
    assert words in objection.message


@given(st.floats(0.8, 8.0), st.floats(6000.0, 20000.0), st.floats(30.0, 200.0))
def test_distance_and_resolution_are_inverse(resolution, energy, edge):
    distance = distance_for_resolution_mm(resolution, energy, edge)
    if distance is not None:
        assert edge_resolution_angstrom(distance, energy, edge) == pytest.approx(resolution, rel=1e-6)


def sample(hazard):
    return SampleSummary(
        id=1, code="s", name="s", acronym="tox", substance="Toxin", hazard=hazard, proposal="mx1",
        container="", container_position=None,
    )  # fmt: skip


@pytest.mark.parametrize(("hazard", "count"), [(Hazard.GREEN, 0), (Hazard.YELLOW, 0), (Hazard.RED, 1)])
def test_too_hazardous_samples_are_refused(hazard, count):
    assert len(objections_to_sample(sample(hazard), LIMITS)) == count


def test_samples_whose_hazards_nobody_approved_wait():
    (objection,) = objections_to_sample(sample(None), LIMITS)
    assert (objection.message, objection.who) == (
        "The hazards of Toxin are not approved.",
        "the group, then the safety group",
    )


def test_no_sample_is_no_hazard():
    assert objections_to_sample(None, LIMITS) == ()


def test_a_sweep_must_end_before_the_session():
    now = utc_now()
    long = dataclasses.replace(SWEEP, images=3600, exposure_time_s=1.0)
    (objection,) = objections_to_time(long, end=now + timedelta(minutes=30), now=now)
    assert objection.message == "This takes 60 min, but the session ends in 30 min."
    assert objections_to_time(long, end=now + timedelta(minutes=61), now=now) == ()


def test_a_sweep_in_words():
    words = collection_in_words(SWEEP).replace("\u202f", " ")
    assert words == f"6 {TIMES} 0.5° from 0°, 2 ms, 12 658 eV, 100 % beam, 120 mm"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Lyso A1", "Lyso_A1"),
        ("Kristall Größe Ω", "Kristall_Groe"),
        ("../../etc/passwd", "etc_passwd"),
        ("晶体", "sample"),
        ("", "sample"),
        ("x" * 200, "x" * 60),
    ],
)
def test_names_become_safe(name, safe):
    assert safe_name(name) == safe


def test_files_are_named_for_sample_and_run():
    assert file_prefix("Lyso A1", 3) == "Lyso_A1_3"
    assert run_folder(3) == "run-003"
