"""Real files of real detectors, where FARLIGHT_TEST_DATA names them."""

import gzip
import shutil
from pathlib import Path

import numpy as np
import pytest

from farlight.science.images import ImageNotReadyError, Sweep, open_images
from farlight.science.indicators import ImageAnalyser
from farlight.science.spots import find_spots


def test_eiger_9m_frames(test_data: Path) -> None:
    with open_images(test_data / "biosaxs_raw" / "vac_007_data_000001.h5") as source:
        assert (source.images, source.ready, source.shape) == (2, 2, (3262, 3108))
        assert source.dtype == np.dtype(np.uint32)
        image = source.frame(1)
        assert (image == 2**32 - 1).sum() > 500_000  # gaps between modules
        assert len(find_spots(image, source.mask)) < 20


def test_thaumatin_line_scan_rises_and_stays(test_data: Path) -> None:
    with open_images(test_data / "mx_gridscan_thaumatin_pilatus6m") as source:
        assert (source.images, source.shape, source.sweep) == (8, (2527, 2463), None)
        analyser = ImageAnalyser(source.mask, source.geometry)
        first, second = (analyser.look(source.frame(index))[0] for index in (0, 1))
    assert 200 < first.spots < 400
    assert 900 < second.spots < 1600
    assert first.resolution_angstrom == pytest.approx(2.2, abs=0.4)


def test_real_master_without_its_data(test_data: Path, tmp_path: Path) -> None:
    shutil.copy(test_data / "nxmx_masters" / "ins_8_5.nxs", tmp_path)
    with open_images(tmp_path / "ins_8_5.nxs") as source:
        assert (source.images, source.ready, len(source.missing)) == (3600, 0, 4)
        assert source.sweep == Sweep(start_deg=0.0, width_deg=pytest.approx(0.1), axis=(-1.0, 0.0, 0.0))
        assert source.geometry is not None
        assert source.geometry.beam_center_px == pytest.approx((2189.502, 2099.92), abs=1e-3)
        assert source.geometry.distance_mm == pytest.approx(340.0)
        assert "ins_8_5_meta.h5" in source.notes[0]
        with pytest.raises(ImageNotReadyError, match=r"ins_8_5_000001\.h5"):
            source.frame(0)
    packed = test_data / "nxmx_masters" / "ins_8_5_meta.h5.gz"
    (tmp_path / "ins_8_5_meta.h5").write_bytes(gzip.decompress(packed.read_bytes()))
    with open_images(tmp_path / "ins_8_5.nxs") as source:
        assert source.notes == ()
        assert source.mask.shape == (4362, 4148)  # all good: this one was kept without its gaps


@pytest.mark.parametrize(
    ("name", "beam_px", "distance_mm", "spots"),
    [
        ("DLS_I03_smargon_0001.cbf.gz", (1200.465, 1229.302), 291.47, (120, 260)),
        ("dlsnxs2cbf_therm_0001.cbf.gz", (2300.41, 2216.06), 213.96, (80, 160)),
        ("i19_phi_scan_001.cbf", (243.023, 103.797), 105.0, (0, 3)),
        ("adsc.img.bz2", (1160.54, 1216.92), 250.0, (40, 600)),
    ],
)
def test_single_images(
    test_data: Path, name: str, beam_px: tuple[float, float], distance_mm: float, spots: tuple[int, int]
) -> None:
    with open_images(test_data / "mx_single_images" / name) as source:
        assert source.geometry is not None
        assert source.geometry.beam_center_px == pytest.approx(beam_px, abs=0.01)
        assert source.geometry.distance_mm == pytest.approx(distance_mm)
        assert spots[0] <= len(find_spots(source.frame(0), source.mask)) <= spots[1]


def test_eiger_master_of_2016(test_data: Path) -> None:
    with open_images(test_data / "mx_single_images" / "dectris_eiger_master.h5") as source:
        assert (source.ready, source.shape) == (0, (3269, 3110))
        assert source.geometry is not None
        assert source.geometry.beam_center_px == pytest.approx((1586.43, 1607.415), abs=0.01)
        assert source.geometry.distance_mm == pytest.approx(134.255, abs=0.01)
