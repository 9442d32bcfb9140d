"""Curves about the beam, against a reduction by another program, and frames that do not fit."""

import json
import os
from pathlib import Path

import numpy as np
import pytest

from farlight.science.geometry import flat_detector
from farlight.science.images import ImageError, open_images
from farlight.science.images.poni import geometry_beside, geometry_from_poni
from farlight.science.radial_average import RadialAverager, averaged

SHAPE = (120, 100)
GEOMETRY = flat_detector(
    shape=SHAPE, pixel_size_mm=(0.5, 0.5), distance_mm=200.0, beam_center_px=(60.0, 50.0), wavelength_angstrom=1.0
)
MASK = np.zeros(SHAPE, np.uint8)
PONI = """# Nota: C-Order
PixelSize1: 0.0005
PixelSize2: 0.0005
Distance: 0.2
Poni1: 0.030
Poni2: 0.025
Rot1: 0
Rot2: 0
Rot3: 0
Wavelength: 1e-10
"""


def frames(number, *, odd=()):
    random, averager = np.random.default_rng(5), RadialAverager(MASK, GEOMETRY, 40)
    images = [random.poisson(100.0, SHAPE).astype(np.uint32) for _ in range(number)]
    for frame in odd:
        images[frame - 1][30:60, 20:50] += 60
    sums = [averager.sums(image) for image in images]
    return averaged(averager.q_inverse_angstrom, [one[0] for one in sums], [one[1] for one in sums])


def test_even_scatter_gives_an_even_curve():
    average = frames(20)
    assert (average.frames, average.outliers) == (20, ())
    assert average.intensity[2:-4] == pytest.approx(100.0, rel=0.08)
    assert (average.sigma[2:-4] < 2.0).all()


def test_frames_that_do_not_fit_are_left_out():
    assert frames(12, odd=(3, 8)).outliers == (3, 8)
    assert frames(3, odd=(2,)).outliers == ()


def test_q_is_that_of_the_pixels():
    averager = RadialAverager(MASK, GEOMETRY, 2000)
    image = np.zeros(SHAPE, np.uint32)
    image[60, 90] = 1000
    summed, _ = averager.sums(image)
    two_theta = np.arctan2(np.hypot(0.5, 40.5) * 0.5, 200.0)
    wanted = 4.0 * np.pi * np.sin(two_theta / 2.0)
    assert averager.q_inverse_angstrom[np.argmax(summed)] == pytest.approx(wanted, abs=0.001)


def test_masked_pixels_and_gaps_do_not_count():
    mask, image = MASK.copy(), np.full(SHAPE, 5, np.uint16)
    mask[:60] = 1
    image[100:] = 65535
    summed, seen = RadialAverager(mask, GEOMETRY, 10).sums(image)
    assert summed.sum() == 40 * 100 * 5
    assert seen.sum() < 40 * 100
    assert RadialAverager(np.ones(SHAPE, np.uint8), GEOMETRY, 10).sums(image)[0].sum() == 0


def calibration(folder, text=PONI, **config):
    path = folder / "detector.poni"
    path.write_text(text + (f"Detector_config: {json.dumps(config)}\n" if config else ""))
    return path


def test_a_calibration_is_read(tmp_path):
    geometry = geometry_from_poni(calibration(tmp_path), SHAPE)
    assert geometry.beam_center_px == pytest.approx((60.0, 50.0))
    assert geometry.distance_mm == pytest.approx(200.0)
    assert geometry.wavelength_angstrom == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("orientation", "centre"), [(1, (80.0, 60.0)), (2, (80.0, 40.0)), (3, (40.0, 40.0)), (4, (40.0, 60.0))]
)
def test_orientations_turn_the_image(tmp_path, orientation, centre):
    text = PONI.replace("0.030", "0.020").replace("0.025", "0.020")
    assert geometry_from_poni(calibration(tmp_path, text, orientation=orientation), SHAPE).beam_center_px == (
        pytest.approx(centre)
    )


def test_newer_files_have_the_pixels_in_their_configuration(tmp_path):
    text = "\n".join(line for line in PONI.splitlines() if "PixelSize" not in line) + "\n"
    path = calibration(tmp_path, text, pixel1=0.0005, pixel2=0.0005, orientation=3)
    assert geometry_from_poni(path, SHAPE).beam_center_px == pytest.approx((60.0, 50.0))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Distance: 0.2\n", "does not say: poni1"),
        (PONI.replace("0.2\n", "far\n"), "cannot be read: could not convert"),
        (PONI.replace("PixelSize2: 0.0005", ""), "cannot be read: 'pixel2'"),
    ],
)
def test_a_calibration_that_lacks_something_is_refused(tmp_path, text, words):
    with pytest.raises(ImageError, match=words):
        geometry_from_poni(calibration(tmp_path, text), SHAPE)


def test_what_is_no_text_is_refused(tmp_path):
    (tmp_path / "x.poni").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ImageError, match="cannot be read"):
        geometry_beside(tmp_path / "image.tif", SHAPE)


def test_two_calibrations_are_none(tmp_path):
    calibration(tmp_path)
    assert geometry_beside(tmp_path / "image.tif", SHAPE) is not None
    (tmp_path / "other.poni").write_text(PONI)
    assert geometry_beside(tmp_path / "image.tif", SHAPE) is None


@pytest.fixture
def ceria(tmp_path):
    """Real images of CeO2 with a calibration, and the curve that Dioptas made of them with its rows turned over."""
    data = os.environ.get("FARLIGHT_TEST_DATA")
    if not data:
        pytest.skip("FARLIGHT_TEST_DATA does not name the folder of real data")
    source = Path(data) / "powder_dioptas"
    (tmp_path / "ceria.tif").write_bytes((source / "CeO2_Pilatus1M.tif").read_bytes())
    calibration(tmp_path, (source / "CeO2_Pilatus1M.poni").read_text() + "\n", orientation=2)
    return tmp_path / "ceria.tif", np.loadtxt(source / "CeO2_Pilatus1M.xy")


def test_real_ceria_is_as_another_program_has_it(ceria):
    path, reduced = ceria
    with open_images(path) as images:
        averager = RadialAverager(images.mask, images.geometry)
        average = averaged(averager.q_inverse_angstrom, *([one] for one in averager.sums(images.frame(0))))
        wavelength = images.geometry.wavelength_angstrom
    two_theta_deg = 2.0 * np.degrees(np.arcsin(average.q_inverse_angstrom * wavelength / 4.0 / np.pi))
    ours = np.interp(reduced[:, 0], two_theta_deg, average.intensity)
    assert np.corrcoef(ours, reduced[:, 1])[0, 1] > 0.985
    shifted = np.interp(reduced[:, 0], two_theta_deg + 0.01, average.intensity)
    assert np.corrcoef(shifted, reduced[:, 1])[0, 1] < 0.985
