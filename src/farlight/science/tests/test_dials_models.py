"""Models and reflections of DIALS: the numbers that they are held against came from dxtbx 3.12 and DIALS 3.12.

``nested.expt`` was made with dxtbx to hold all that makes it hard: panels in groups that lean, sensors, a beam that is
not straight, a goniometer with fixed and setting rotations, and a crystal that changes along the scan.
"""

import json
from pathlib import Path
from typing import Any

import msgpack
import numpy as np
import pytest

from farlight.science.dials_models import panel_places, refined_models
from farlight.science.dials_reflections import read_reflections
from farlight.science.geometry import resolution_at
from farlight.science.images import ImageError

RECORDED = Path(__file__).parent / "recorded"
INSULIN = Path(__file__).parents[2] / "processing" / "tests" / "recorded" / "scaled_insulin.expt"
TO_NEXUS = np.array([-1.0, 1.0, -1.0])
INSULIN_RESOLUTIONS = (
    (10.0, 20.0, 1.5970840423083612),
    (100.0, 500.0, 1.9880911678577602),
    (480.0, 600.0, 1.5951332123561928),
)
"""Fast, slow (px), d (Å)."""
INSULIN_CENTRE = (306.8898086109111, 244.8934392487648)


def nested() -> tuple[dict[str, Any], dict[str, Any]]:
    return tuple(json.loads((RECORDED / name).read_text()) for name in ("nested.expt", "nested_truth.json"))  # type: ignore[return-value]


def test_panels_in_groups_stand_where_dxtbx_has_them() -> None:
    experiments, truth = nested()
    panels = refined_models(experiments).geometry.panels
    assert len(panels) == len(truth["panels"]) == 4
    for panel, expected in zip(panels, truth["panels"], strict=True):
        assert panel.origin_mm == pytest.approx(expected["origin"] * TO_NEXUS)
        assert panel.fast_axis == pytest.approx(expected["fast"] * TO_NEXUS)
        assert panel.slow_axis == pytest.approx(expected["slow"] * TO_NEXUS)
        assert (panel.shape, panel.pixel_size_mm) == ((300, 400), (0.12, 0.1))
    assert [panel.at_px for panel in panels] == panel_places(experiments) == [(0, 0), (0, 410), (310, 0), (310, 410)]


def test_resolution_is_that_of_dxtbx() -> None:
    experiments, truth = nested()
    geometry = refined_models(experiments).geometry
    for number, fast, slow, expected in truth["resolutions"]:
        row, column = geometry.panels[number].at_px
        assert float(resolution_at(geometry, row + slow, column + fast)) == pytest.approx(expected, rel=1e-9)


def test_crystal_turns_as_dials_turns_it() -> None:
    experiments, truth = nested()
    models = refined_models(experiments)
    assert models.crystal is not None
    assert models.scan is not None
    assert (models.scan.first_image, models.scan.last_image) == (5, 14)
    assert (models.scan.start_deg, models.scan.width_deg) == pytest.approx((30.0, 0.2))
    ub = np.array(models.crystal.ub_inverse_angstrom).reshape(3, 3)
    turn = _rotation(np.array(models.crystal.rotation_axis), np.radians(31.0))
    for hkl, expected in truth["q"]:
        assert (turn @ ub @ hkl).tolist() == pytest.approx((expected * TO_NEXUS).tolist())
    assert models.crystal.space_group == "P 21 21 21"


def _rotation(axis: np.ndarray, angle: float) -> np.ndarray:
    cross = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    return np.asarray(np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross)


def test_insulin_is_where_dials_refined_it() -> None:
    models = refined_models(json.loads(INSULIN.read_text()))
    for fast, slow, expected in INSULIN_RESOLUTIONS:
        assert float(resolution_at(models.geometry, slow, fast)) == pytest.approx(expected, rel=1e-9)
    centre = models.geometry.beam_center_px
    assert centre == pytest.approx(INSULIN_CENTRE)
    assert models.crystal is not None
    assert models.crystal.unit_cell == pytest.approx((78.24, 78.24, 78.24, 90.0, 90.0, 90.0), abs=0.1)
    assert models.crystal.space_group == "I 2 3"


def test_file_that_is_not_of_dials_is_refused() -> None:
    for wrong in ({}, {"experiment": []}, {"experiment": [{"detector": 0}], "detector": [{"panels": []}]}):
        with pytest.raises((KeyError, IndexError, TypeError, ValueError)):
            refined_models(wrong)


def test_stills_without_scan_crystal_and_groups_have_geometry_alone() -> None:
    experiments, _ = nested()
    experiments["experiment"] = [{"detector": 0, "beam": 0}]
    del experiments["detector"][0]["hierarchy"]
    for panel in experiments["detector"][0]["panels"]:
        panel["px_mm_strategy"] = {"type": "SimplePxMmStrategy"}
    models = refined_models(experiments)
    assert (models.crystal, models.scan) == (None, None)
    assert [panel.sensor for panel in models.geometry.panels] == [None] * 4
    assert models.geometry.panels[0].origin_mm == pytest.approx((40.0, 30.0, 0.0))


def test_newer_files_list_the_angles_and_odd_settings_keep_their_symbol() -> None:
    experiments, _ = nested()
    del experiments["scan"][0]["oscillation"]
    experiments["scan"][0]["properties"] = {"oscillation": [10.0, 10.5, 11.0]}
    del experiments["crystal"][0]["A_at_scan_points"]
    models = refined_models(experiments)
    assert models.scan is not None
    assert models.crystal is not None
    assert (models.scan.start_deg, models.scan.width_deg) == (10.0, 0.5)
    experiments["scan"][0]["properties"] = {"oscillation": [10.0]}
    still = refined_models(experiments)
    assert still.scan is not None
    assert still.scan.width_deg == 0.0
    experiments["crystal"][0]["space_group_hall_symbol"] = "P 2ac 2ab (x+1/12,y,z)"
    odd = refined_models(experiments)
    assert odd.crystal is not None
    assert odd.crystal.space_group == "P 2ac 2ab (x+1/12,y,z)"


def table(**changed: Any) -> list[Any]:
    """Three reflections, as DIALS writes them."""
    columns = {
        "bbox": ["int6", [3, np.zeros((3, 6), "<i4").tobytes()]],
        "flags": ["std::size_t", [3, np.array([1 << 2, 1 << 8, (1 << 2) | 1], "<u8").tobytes()]],
        "miller_index": ["cctbx::miller::index<>", [3, np.arange(9, dtype="<i4").tobytes()]],
        "panel": ["std::size_t", [3, np.array([0, 1, 0], "<u8").tobytes()]],
        "xyzcal.px": ["vec3<double>", [3, np.array([[1, 2, 7.5], [3, 4, 4.25], [5, 6, 7.9]], "<f8").tobytes()]],
    }
    columns = {name: value for name, value in {**columns, **changed}.items() if value is not None}
    return ["dials::af::reflection_table", 1, {"identifiers": {0: "x"}, "nrows": 3, "data": columns}]


def test_reflections_come_by_image(tmp_path: Path) -> None:
    path = tmp_path / "integrated.refl"
    path.write_bytes(msgpack.packb(table()))
    found = read_reflections(path, [(0, 0), (100, 200)], first_image=5)
    assert found.z.tolist() == pytest.approx([0.25, 3.5, 3.9])
    assert found.on_image(0).tolist() == [[104, 203, 3, 4, 5, 0]]
    assert found.on_image(3).tolist() == [[2, 1, 0, 1, 2, 1], [6, 5, 6, 7, 8, 1]]
    assert found.on_image(1).tolist() == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x93",
        msgpack.packb(["something else", 1, {}]),
        msgpack.packb(["dials::af::reflection_table", 1, {"nrows": 3}]),
        msgpack.packb(table(flags=None)),
        msgpack.packb(table(panel=["std::size_t", [3, b"short"]])),
        msgpack.packb(table(panel=["std::size_t", [3, np.array([0, 9, 0], "<u8").tobytes()]])),
        msgpack.packb(table())[:-20],
    ],
)
def test_damaged_reflections_are_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "damaged.refl"
    path.write_bytes(content)
    with pytest.raises(ImageError, match=r"damaged\.refl"):
        read_reflections(path, [(0, 0), (0, 0)], first_image=1)
