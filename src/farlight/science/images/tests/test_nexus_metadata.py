"""What NeXus masters say besides the images, in the many ways in which it is said."""

from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from farlight.science.geometry import resolution_at
from farlight.science.images import ImageError, Sweep, open_images
from farlight.science.images.tests.masters import (
    BEAM_PX,
    DISTANCE_MM,
    SHAPE,
    counted_images,
    write_data,
    write_master,
)


def with_entry(path: Path, edit: Any) -> Path:
    """Write a master of two images and change what it says."""
    write_data(path.parent / "two_000001.h5", counted_images(2))
    write_master(path, [("two_000001.h5", 2)], mask=np.zeros(SHAPE, np.uint8))
    with h5py.File(path, "a") as file:
        edit(file["entry"])
    return path


def test_energy_stands_for_the_wavelength(tmp_path: Path) -> None:
    def edit(entry: h5py.Group) -> None:
        del entry["instrument/beam/incident_wavelength"]
        entry["instrument/beam/incident_energy"] = 12.3984198
        entry["instrument/beam/incident_energy"].attrs["units"] = "keV"

    with open_images(with_entry(tmp_path / "e.nxs", edit)) as source:
        assert source.geometry is not None
        assert source.geometry.wavelength_angstrom == pytest.approx(1.0)


def test_energy_of_the_detector_stands_for_the_wavelength(tmp_path: Path) -> None:
    def edit(entry: h5py.Group) -> None:
        del entry["instrument/beam"]
        entry["instrument/detector/detectorSpecific/photon_energy"] = 12398.4198

    with open_images(with_entry(tmp_path / "e.nxs", edit)) as source:
        assert source.geometry is not None
        assert source.geometry.wavelength_angstrom == pytest.approx(1.0)


@pytest.mark.parametrize("gone", ["instrument/beam", "instrument/detector", "instrument"])
def test_what_is_not_said_leaves_no_geometry(tmp_path: Path, gone: str) -> None:
    def edit(entry: h5py.Group) -> None:
        del entry[gone]

    with open_images(with_entry(tmp_path / "e.nxs", edit)) as source:
        assert source.geometry is None
        assert source.frame(1).shape == SHAPE


def test_module_without_directions_is_passed_over(tmp_path: Path) -> None:
    def edit(entry: h5py.Group) -> None:
        del entry["instrument/detector/module/fast_pixel_direction"]

    with open_images(with_entry(tmp_path / "e.nxs", edit)) as source:
        assert source.geometry is None


def test_several_modules_are_several_panels(tmp_path: Path) -> None:
    def edit(entry: h5py.Group) -> None:
        detector = entry["instrument/detector"]
        detector.copy("module", "module_1")
        for name, first, rows in (("module", 0, 30), ("module_1", 30, 30)):
            for field, value in (("data_origin", [first, 0]), ("data_size", [rows, SHAPE[1]])):
                del detector[name][field]
                detector[name][field] = np.array(value)
        offset = np.array(detector["module_1/module_offset"].attrs["offset"])
        detector["module_1/module_offset"].attrs["offset"] = offset - (0, 30 * 75e-6, 0)

    with open_images(with_entry(tmp_path / "e.nxs", edit)) as source:
        assert source.geometry is not None
        assert [panel.at_px for panel in source.geometry.panels] == [(0, 0), (30, 0)]
        assert source.geometry.beam_center_px == pytest.approx(BEAM_PX)
        d_angstrom = resolution_at(source.geometry, [5.5, 45.5], [3.5, 7.5])
    write_master(tmp_path / "one.nxs", [("two_000001.h5", 2)])
    with open_images(tmp_path / "one.nxs") as source:
        assert source.geometry is not None
        assert np.allclose(d_angstrom, resolution_at(source.geometry, [5.5, 45.5], [3.5, 7.5]))


def test_detector_arm_that_turns_moves_the_beam_centre(tmp_path: Path) -> None:
    def edit(entry: h5py.Group) -> None:
        moves = entry["instrument/detector/transformations"]
        moves["two_theta"] = np.array([10.0])
        said = {"units": "deg", "vector": [1.0, 0, 0], "transformation_type": "rotation", "depends_on": "nowhere"}
        moves["two_theta"].attrs.update(said)
        moves["det_z"].attrs["depends_on"] = "two_theta"

    with open_images(with_entry(tmp_path / "e.nxs", edit)) as source:
        geometry = source.geometry
        assert geometry is not None
        assert geometry.distance_mm == pytest.approx(DISTANCE_MM)
        assert geometry.beam_center_px is not None
        shift_px = DISTANCE_MM * np.tan(np.radians(10.0)) / 0.075
        assert abs(geometry.beam_center_px[0] - BEAM_PX[0]) == pytest.approx(shift_px, rel=1e-6)
        assert geometry.beam_center_px[1] == pytest.approx(BEAM_PX[1])


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"omega": [5.0], "omega_end": 5.5}, Sweep(start_deg=5.0, width_deg=0.5)),
        ({"omega": [5.0], "omega_increment": 0.2}, Sweep(start_deg=5.0, width_deg=0.2)),
        ({"omega": [5.0, 5.0]}, None),
        ({"omega": [5.0]}, None),
        ({"omega": [5.0, np.nan]}, None),
        ({"omega": b"text"}, None),
        ({"omega": [1.0, 1.0], "phi": [3.0, 3.5]}, Sweep(start_deg=3.0, width_deg=0.5)),
    ],
)
def test_rotation_is_found_however_it_is_said(tmp_path: Path, said: dict[str, Any], expected: Sweep | None) -> None:
    def edit(entry: h5py.Group) -> None:
        del entry["sample"]
        group = entry.create_group("sample/goniometer")
        for name, value in said.items():
            group[name] = value

    with open_images(with_entry(tmp_path / "e.nxs", edit)) as source:
        assert source.sweep == expected


def test_mask_in_a_stack_is_its_first(tmp_path: Path) -> None:
    def edit(entry: h5py.Group) -> None:
        del entry["instrument/detector/pixel_mask"]
        mask = np.zeros((2, *SHAPE), np.uint32)
        mask[0, 3, 4] = 8
        entry["instrument/detector/pixel_mask"] = mask

    with open_images(with_entry(tmp_path / "e.nxs", edit)) as source:
        assert np.argwhere(source.mask).tolist() == [[3, 4]]


def test_links_to_nowhere_do_no_harm(tmp_path: Path) -> None:
    def edit(entry: h5py.Group) -> None:
        entry["a_link"] = h5py.ExternalLink("gone.h5", "/x")
        entry["instrument/detector/bit_depth"] = h5py.ExternalLink("gone.h5", "/y")
        del entry["data/data"]
        entry["data/data"] = h5py.ExternalLink("gone.h5", "/data")

    with open_images(with_entry(tmp_path / "e.nxs", edit)) as source:
        assert source.ready == 2


def test_master_that_contradicts_itself_is_refused(tmp_path: Path) -> None:
    def edit(entry: h5py.Group) -> None:
        module = entry["instrument/detector/module"]
        module["fast_pixel_direction"].attrs["vector"] = b"left"

    with pytest.raises(ImageError, match=r"e\.nxs cannot be understood"):
        open_images(with_entry(tmp_path / "e.nxs", edit))
