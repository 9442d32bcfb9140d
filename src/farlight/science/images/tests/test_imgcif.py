"""Full CBF headers: axes that carry each other, compared with what dxtbx makes of them."""

import bz2
import gzip
import json
import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from farlight.science.geometry import DetectorGeometry
from farlight.science.images import open_images
from farlight.science.images.cbf_heads import cbf_head, unpacked_cbf
from farlight.science.images.headers import geometry_and_sweep
from farlight.science.images.imgcif import ImgCif, rotation
from farlight.science.images.phil import ImportHints
from farlight.science.images.source import Sweep

KAPPA = """data_x
_array_data.header_contents
;
# Wavelength 0.7 A
# Detector_distance 0.1 m
# Beam_xy (2000.00, 2000.00) pixels
# Pixel_size 172e-6 m x 172e-6 m
# Start_angle 9.5 deg.
# Angle_increment 0.5 deg.
;
loop_
_diffrn_radiation_wavelength.id
_diffrn_radiation_wavelength.wavelength
W1 0.68937
loop_
_diffrn_scan_axis.axis_id
_diffrn_scan_axis.angle_start
_diffrn_scan_axis.angle_increment
_diffrn_scan_axis.displacement_start
OMEGA -10.0 0.0 0.0
KAPPA 30.0 0.0 0.0
PHI 20.0 0.5 0.0
TWO_THETA 20.0 0.0 0.0
DETECTOR_Z 0.0 0.0 105.0
loop_
_axis.id
_axis.type
_axis.equipment
_axis.depends_on
_axis.vector[1] _axis.vector[2] _axis.vector[3]
_axis.offset[1] _axis.offset[2] _axis.offset[3]
OMEGA rotation goniometer . 1 0 0 . . .
KAPPA rotation goniometer OMEGA 0.642787609687 -0.766044443119 0 . . .
PHI rotation goniometer KAPPA 1 0 0 . . .
SOURCE general source . 0 0 1 . . .
TWO_THETA rotation detector . 1 0 0 . . .
DETECTOR_Z translation detector TWO_THETA 0 0 -1 0 0 0
ELEMENT_X translation detector DETECTOR_Z 0 1 0 -41.80 -56.07 0
ELEMENT_Y translation detector ELEMENT_X 1 0 0 0 0 0
loop_
_array_structure_list.array_id
_array_structure_list.dimension
_array_structure_list.precedence
_array_structure_list.axis_set_id
A1 487 1 ELEMENT_X
A1 619 2 ELEMENT_Y
loop_
_array_structure_list_axis.axis_id
_array_structure_list_axis.displacement
_array_structure_list_axis.displacement_increment
ELEMENT_X 0.0 0.172
ELEMENT_Y 0.0 0.172
_array_data.data
"""
"""As the image of I19 among the real data has it: a kappa goniometer, and a detector swung to 20°."""

SHAPE = (619, 487)
NO_HINTS = ImportHints()


def told(text: str, hints: ImportHints = NO_HINTS) -> tuple[DetectorGeometry | None, Sweep | None]:
    mini = text.partition(";")[2].partition(";")[0]
    return geometry_and_sweep({"_array_data.header_contents": mini}, text, SHAPE, hints)


def test_axes_carry_each_other() -> None:
    """The numbers are those of dxtbx, x and z turned round into the NeXus frame."""
    geometry, sweep = told(KAPPA)
    assert geometry is not None
    assert sweep is not None
    (panel,) = geometry.panels
    assert panel.fast_axis == pytest.approx((0.0, 0.939693, -0.34202), abs=1e-5)
    assert panel.slow_axis == pytest.approx((-1.0, 0.0, 0.0), abs=1e-6)
    assert panel.origin_mm == pytest.approx((41.8, -16.7765, 117.845), abs=1e-3)
    assert panel.pixel_size_mm == (0.172, 0.172)
    assert (geometry.wavelength_angstrom, geometry.distance_mm) == (0.68937, pytest.approx(105.0))
    assert (sweep.start_deg, sweep.width_deg) == (20.0, 0.5)
    assert sweep.axis == pytest.approx((-0.92138, 0.00154373, -0.388659), abs=1e-5)


def test_hints_win() -> None:
    geometry, sweep = told(KAPPA, ImportHints(wavelength_angstrom=1.0, axis=(0.0, 1.0, 0.0)))
    assert geometry is not None
    assert sweep is not None
    assert (geometry.wavelength_angstrom, geometry.distance_mm) == (1.0, pytest.approx(105.0))
    assert (sweep.start_deg, sweep.axis) == (20.0, (0.0, 1.0, 0.0))
    geometry, sweep = told(KAPPA, ImportHints(distance_mm=50.0, oscillation_deg=(1.0, 0.2)))
    assert geometry is not None
    assert geometry.distance_mm == pytest.approx(50.0)
    assert sweep == Sweep(start_deg=1.0, width_deg=0.2)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A1 487 1 ELEMENT_X\n", ""),
        ("A1 487 1", "A1 480 1"),
        ("0.68937", "?"),
        ("ELEMENT_Y 0.0 0.172", "ELEMENT_Q 0.0 0.172"),
    ],
)
def test_full_header_that_lacks_something_leaves_it_to_the_lines(before: str, after: str) -> None:
    geometry, sweep = told(KAPPA.replace(before, after))
    assert geometry is not None
    assert geometry.distance_mm == pytest.approx(100.0)
    assert sweep is not None
    assert sweep.start_deg == 20.0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("TWO_THETA rotation detector .", "TWO_THETA rotation detector ELEMENT_Y"),
        ("1 0 0 . . .\nKAPPA", "one 0 0 . . .\nKAPPA"),
        ("data_x", "data_y\ndata_x"),
        ("data_x", "loop_ nonsense"),
        ("loop_\n_axis.id", "loop_\n_other.id"),
    ],
)
def test_full_header_that_contradicts_itself_leaves_all_to_the_lines(before: str, after: str) -> None:
    assert before in KAPPA
    geometry, sweep = told(KAPPA.replace(before, after))
    assert geometry is not None
    assert (geometry.distance_mm, sweep) == (pytest.approx(100.0), Sweep(start_deg=9.5, width_deg=0.5))


def test_still_has_no_sweep() -> None:
    assert ImgCif(KAPPA.replace("PHI 20.0 0.5", "PHI 20.0 0.0")).sweep() is None


def test_turn_is_right_handed() -> None:
    assert rotation((0, 0, 2), 90.0) @ np.array([1.0, 0, 0]) == pytest.approx(np.array([0.0, 1, 0]), abs=1e-12)


def dxtbx_models(image: Path, folder: Path) -> dict[str, list[dict[str, list[float]]]]:
    """What DIALS' own reader makes of an image."""
    environment = {**os.environ, "PATH": "/usr/bin:/bin"}
    environment.pop("PYTHONPATH", None)
    command = ["/usr/bin/dials.import", str(image), "output.experiments=imported.expt"]
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    models: dict[str, list[dict[str, list[float]]]] = json.loads((folder / "imported.expt").read_text())
    return models


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "name", ["i19_phi_scan_001.cbf", "DLS_I03_smargon_0001.cbf.gz", "dlsnxs2cbf_therm_0001.cbf.gz"]
)
def test_geometry_is_that_of_dxtbx(test_data: Path, tmp_path: Path, name: str) -> None:
    if shutil.which("dials.import", path="/usr/bin") is None:
        pytest.skip("DIALS is not installed (Debian packages dials and bitshuffle)")
    models = dxtbx_models(test_data / "mx_single_images" / name, tmp_path)
    (theirs,) = models["detector"][0]["panels"]  # type: ignore[misc]
    with open_images(test_data / "mx_single_images" / name) as source:
        geometry, sweep = source.geometry, source.sweep
    assert geometry is not None
    assert sweep is not None
    (ours,) = geometry.panels
    for vector, key in ((ours.origin_mm, "origin"), (ours.fast_axis, "fast_axis"), (ours.slow_axis, "slow_axis")):
        x, y, z = theirs[key]  # type: ignore[index]
        assert vector == pytest.approx((-x, y, -z), abs=1e-3)
    assert geometry.wavelength_angstrom == pytest.approx(models["beam"][0]["wavelength"])
    assert (sweep.start_deg, sweep.width_deg) == pytest.approx(models["scan"][0]["oscillation"])


def test_head_of_a_file_that_is_no_cbf_or_damaged_is_empty(tmp_path: Path) -> None:
    (tmp_path / "x.img").write_bytes(b"data_x")
    (tmp_path / "x.cbf").write_bytes(b"data_x\x0c\x1a\x04\xd5pixels")
    (tmp_path / "x.cbf.gz").write_bytes(b"nothing packed")
    assert [cbf_head(tmp_path / name) for name in ("x.img", "x.cbf", "x.cbf.gz")] == ["", "data_x", ""]


def test_packed_file_is_unpacked_whole(tmp_path: Path) -> None:
    content = b"data_x\x0c\x1a\x04\xd5pixels" * 9000
    (tmp_path / "x.cbf").write_bytes(content)
    (tmp_path / "x.cbf.gz").write_bytes(gzip.compress(content))
    (tmp_path / "x.cbf.bz2").write_bytes(bz2.compress(content))
    assert [unpacked_cbf(path) == content for path in sorted(tmp_path.iterdir())] == [True] * 3
