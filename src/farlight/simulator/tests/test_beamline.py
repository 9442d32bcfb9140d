import pytest
from PIL import Image

from farlight.engine.messages import SampleInBeam
from farlight.engine.tests.orders import order
from farlight.science.diffraction.crystals import INSULIN, LYSOZYME
from farlight.simulator.beamline import SimulationOptions, beam_and_crystal, simulated_sweep
from farlight.simulator.drawing import draw_sample

TINY = SimulationOptions(detector="tiny")


def test_the_crystal_is_that_of_the_samples_substance(tmp_path):
    insulin = SampleInBeam(code="s-2", name="x", acronym="insu")
    assert beam_and_crystal(TINY, order(tmp_path, sample=insulin)).crystal is INSULIN
    assert beam_and_crystal(TINY, order(tmp_path, sample=None)).crystal is LYSOZYME


def test_counts_follow_the_dose(tmp_path):
    reference = order(tmp_path, exposure_time_s=0.02, width_deg=0.5, transmission_frac=1.0)
    assert beam_and_crystal(TINY, reference).median_counts == TINY.median_counts
    finer = order(tmp_path, exposure_time_s=0.02, width_deg=0.1, transmission_frac=0.5)
    assert beam_and_crystal(TINY, finer).median_counts == pytest.approx(2.5 * TINY.median_counts)
    assert beam_and_crystal(TINY, finer).background_counts == pytest.approx(0.5 * TINY.background_counts)


def test_a_sample_lies_in_its_loop_as_it_did_before(tmp_path):
    first, again = (simulated_sweep(TINY, order(tmp_path, ticket="r-1")) for _ in range(2))
    assert (first.frame(0) == again.frame(0)).all()
    other = simulated_sweep(TINY, order(tmp_path, sample=SampleInBeam(code="s-9", name="x", acronym="lyso")))
    assert other.subject.orientation_seed != first.subject.orientation_seed


@pytest.mark.parametrize(("depth", "largest"), [(16, 65535), (32, 4294967295)])
def test_counts_have_the_depth_of_the_detector(tmp_path, depth, largest):
    sweep = simulated_sweep(SimulationOptions(detector="tiny", bit_depth=depth), order(tmp_path))
    assert sweep.frame(0).max() == largest


@pytest.mark.parametrize("acronym", ["lyso", "thau", "insu", "protk", "unknown"])
def test_pictures_turn_with_the_goniometer(tmp_path, acronym):
    sample = SampleInBeam(code="s-1", name="x", acronym=acronym)
    pictures = []
    for omega_deg in (0.0, 90.0):
        draw_sample(tmp_path / f"{omega_deg}.jpg", sample, omega_deg, (50.0, 30.0))
        with Image.open(tmp_path / f"{omega_deg}.jpg") as picture:
            pictures.append(picture.tobytes())
    assert pictures[0] != pictures[1]


def test_an_empty_pin_has_a_picture_too(tmp_path):
    draw_sample(tmp_path / "deep" / "empty.jpg", None, 0.0, (50.0, 30.0))
    with Image.open(tmp_path / "deep" / "empty.jpg") as picture:
        assert picture.size == (640, 480)
