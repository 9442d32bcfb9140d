"""Headers in all the spellings that were met."""

import math

import pytest

from farlight.science.geometry import positions_mm, resolution_at
from farlight.science.images.headers import Header, read_header
from farlight.science.images.phil import ImportHints, assignments_in
from farlight.science.images.source import Sweep

PILATUS = """# Detector: PILATUS3 6M, S/N 60-0119\r
# Pixel_size 172e-6 m x 172e-6 m\r
# Wavelength 0.96859 A\r
# Detector_distance 0.35100 m\r
# Beam_xy (1261.61, 1306.96) pixels\r
# Start_angle 89.9997 deg.\r
# Angle_increment 0.1000 deg.\r
# Omega 12 deg.\r
"""


def mini_cbf(text: str) -> Header:
    return read_header({"_array_data.header_contents": text})


def test_pilatus_header() -> None:
    assert mini_cbf(PILATUS) == Header(
        pixel_size_mm=(pytest.approx(0.172), pytest.approx(0.172)),
        beam_center_px=(1306.96, 1261.61),
        distance_mm=pytest.approx(351.0),
        wavelength_angstrom=0.96859,
        start_deg=89.9997,
        width_deg=0.1,
    )


def test_sweep_and_still() -> None:
    assert mini_cbf(PILATUS).sweep(ImportHints()) == Sweep(start_deg=89.9997, width_deg=0.1)
    still = PILATUS.replace("Angle_increment 0.1000", "Angle_increment 0.0000")
    assert mini_cbf(still).sweep(ImportHints()) is None


def test_detector_that_is_swung_is_turned_about_the_axis() -> None:
    straight, swung = (
        mini_cbf(PILATUS + f"# Detector_2theta {angle} deg.").geometry((2527, 2463)) for angle in ("0.0", "20.0")
    )
    assert straight is not None
    assert swung is not None
    assert straight.distance_mm == pytest.approx(351.0)
    assert swung.distance_mm == pytest.approx(351.0)
    assert straight.beam_center_px == pytest.approx((1306.96, 1261.61))
    at_center = positions_mm(swung, 1306.96, 1261.61)
    assert at_center == pytest.approx([0.0, 351.0 * math.sin(math.radians(20)), 351.0 * math.cos(math.radians(20))])
    assert swung.panels[0].slow_axis == pytest.approx((0.0, -math.cos(math.radians(20)), math.sin(math.radians(20))))
    resolution = resolution_at(swung, 1306.96, 1261.61)
    assert float(resolution) == pytest.approx(0.96859 / (2 * math.sin(math.radians(10))))


@pytest.mark.parametrize(
    ("axis", "hints", "expected"),
    [
        ("X.CW", ImportHints(), (-1.0, 0.0, 0.0)),
        ("X, CCW", ImportHints(), (1.0, 0.0, 0.0)),
        ("Y.CCW", ImportHints(), (0.0, -1.0, 0.0)),
        ("(nil)", ImportHints(), None),
        ("X.CW", ImportHints(axis=(0.0, 1.0, 0.0)), (0.0, 1.0, 0.0)),
    ],
)
def test_axis_of_the_oscillation(axis: str, hints: ImportHints, expected: tuple[float, float, float] | None) -> None:
    sweep = mini_cbf(f"{PILATUS}# Oscillation_axis {axis}\n").sweep(hints)
    assert sweep is not None
    assert sweep.axis == expected


def test_the_angle_that_moves_is_the_sweep() -> None:
    phi = (
        PILATUS.replace("Angle_increment 0.1000", "Angle_increment 0.0000") + "# Phi 7 deg.\n# Phi_increment 0.5 deg.\n"
    )
    assert mini_cbf(phi).sweep(ImportHints()) == Sweep(start_deg=7.0, width_deg=0.5)


def test_adsc_header_has_its_beam_in_millimetres() -> None:
    header = read_header(
        {
            "DISTANCE": "250.0",
            "PIXEL_SIZE": "0.0816",
            "BEAM_CENTER_X": "99.30",
            "BEAM_CENTER_Y": "94.70",
            "WAVELENGTH": "1.0",
            "OSC_START": "5",
            "OSC_RANGE": "1.0",
        }
    )
    assert header.beam_center_px == (pytest.approx(94.7 / 0.0816), pytest.approx(99.3 / 0.0816))
    assert header.sweep(ImportHints()) == Sweep(start_deg=5.0, width_deg=1.0)
    assert header.geometry((2304, 2304)) is not None


def test_adsc_header_without_a_centre_has_no_geometry() -> None:
    header = read_header({"DISTANCE": "250.0", "PIXEL_SIZE": "0.0816", "WAVELENGTH": "x"})
    assert (header.beam_center_px, header.wavelength_angstrom) == (None, None)
    assert header.geometry((10, 10)) is None


def test_other_headers_say_nothing() -> None:
    assert read_header({"Software": "x"}) == Header()
    assert mini_cbf("# nothing to see\n") == Header()
    assert Header().sweep(ImportHints()) is None


def test_hints_win_over_the_header() -> None:
    header = mini_cbf(PILATUS).with_hints(ImportHints(distance_mm=12.0, oscillation_deg=(1.0, 0.5), axis=(0, 1, 0)))
    assert (header.distance_mm, header.start_deg, header.width_deg) == (12.0, 1.0, 0.5)
    assert header.wavelength_angstrom == 0.96859


def test_phil_assignments_are_found_in_both_forms() -> None:
    text = 'a.b = 1,2 # why\n c { d = "x y"\n e { f = None\n } g = 3 }\n } h = 4'
    assert assignments_in(text) == {"a.b": "1,2", "c.d": "x y", "c.e.f": "None", "c.g": "3", "h": "4"}
