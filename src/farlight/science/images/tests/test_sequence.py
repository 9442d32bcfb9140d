"""Single images and sweeps: the real insulin sweep, packed copies of it, and everything that happens to folders."""

import bz2
import gzip
import shutil
from pathlib import Path

import fabio
import numpy as np
import pytest

from farlight.science.geometry import resolution_at
from farlight.science.images import ImageError, ImageNotReadyError, Sweep, open_images
from farlight.science.images.sequence import ImageSequence, is_complete
from farlight.science.spots import find_spots

INSULIN = Path(__file__).parents[5] / "tests" / "data" / "insulin_pilatus300k"


@pytest.fixture
def sweep(tmp_path: Path) -> Path:
    """A copy of the insulin sweep, in a folder with a space and an umlaut."""
    folder = tmp_path / "in süßer 1"
    shutil.copytree(INSULIN, folder)
    return folder


@pytest.mark.parametrize("name", ["", "in16c_01####.cbf", "in16c_01*.cbf", "in16c_######.cbf"])
def test_insulin_sweep_opens_as_folder_and_as_template(name: str) -> None:
    with open_images(INSULIN / name) as source:
        assert (source.images, source.ready, source.missing) == (10, 10, ())
        assert (source.shape, source.dtype) == ((619, 487), np.dtype(np.int32))
        assert source.sweep == Sweep(start_deg=0.0, width_deg=0.1, axis=(0.0, -1.0, 0.0))
        assert source.geometry is not None
        assert source.geometry.beam_center_px == pytest.approx((308, 244))
        assert source.geometry.distance_mm == pytest.approx(40.0)
        assert source.geometry.wavelength_angstrom == 1.542
        assert int(source.mask.sum()) == 16577
        assert float(resolution_at(source.geometry, 0, 0)) == pytest.approx(1.557, abs=0.01)


def test_insulin_spots_stay_what_they_were() -> None:
    with open_images(INSULIN) as source:
        counts = [len(find_spots(source.frame(index), source.mask)) for index in range(10)]
    assert 250 < min(counts) <= max(counts) < 400


def test_one_image_is_one_image() -> None:
    with open_images(INSULIN / "in16c_010004.cbf") as source:
        assert (source.images, source.ready) == (1, 1)
        whole = open_images(INSULIN)
        assert source.frame(0).tolist() == whole.frame(3).tolist()


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress)])
def test_packed_images_are_read(tmp_path: Path, suffix: str, pack: object) -> None:
    for number in (1, 2):
        plain = (INSULIN / f"in16c_01000{number}.cbf").read_bytes()
        (tmp_path / f"x_{number:04d}.cbf{suffix}").write_bytes(pack(plain))  # type: ignore[operator]
    with open_images(tmp_path) as source, open_images(INSULIN) as plain_source:
        assert source.images == 2
        assert source.frame(1).tolist() == plain_source.frame(1).tolist()


def test_images_come_one_by_one_and_only_when_they_are_complete(tmp_path: Path) -> None:
    first, second = (INSULIN / f"in16c_01000{number}.cbf" for number in (1, 2))
    shutil.copy(first, tmp_path)
    with open_images(tmp_path / "in16c_01####.cbf") as source:
        assert source.ready == 1
        (tmp_path / second.name).write_bytes(second.read_bytes()[:200_000])
        source.refresh()
        assert source.ready == 1
        with pytest.raises(ImageNotReadyError, match="Image 2 is not in"):
            source.frame(1)
        shutil.copy(second, tmp_path)
        source.refresh()
        assert source.ready == 2
        assert source.frame(1).shape == (619, 487)


def test_image_that_lacks_in_the_middle_is_named(sweep: Path) -> None:
    (sweep / "in16c_010004.cbf").unlink()
    with open_images(sweep) as source:
        assert (source.ready, source.missing) == (3, ("in16c_010004.cbf",))
        with pytest.raises(ImageNotReadyError, match="is missing"):
            source.frame(3)


def test_image_that_is_packed_in_an_unknown_way_is_refused(sweep: Path) -> None:
    content = (sweep / "in16c_010002.cbf").read_bytes()
    (sweep / "in16c_010002.cbf").write_bytes(content.replace(b"x-CBF_BYTE_OFFSET", b"x-CBF_WHAT_IS_IT?"))
    with open_images(sweep) as source, pytest.raises(ImageError, match=r"in16c_010002\.cbf cannot be read"):
        source.frame(1)


def test_several_images_that_lack_are_named(sweep: Path) -> None:
    for number in (4, 5, 6):
        (sweep / f"in16c_01{number:04d}.cbf").unlink()
    with open_images(sweep / "in16c_01####.cbf") as source:
        assert source.missing == tuple(f"in16c_01000{number}.cbf" for number in (4, 5, 6))


def test_folder_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(ImageError, match="folder file cannot be read"):
        ImageSequence(tmp_path / "file", "x")


def test_image_of_another_shape_is_refused(sweep: Path) -> None:
    fabio.cbfimage.CbfImage(data=np.zeros((20, 30), np.int32)).write(str(sweep / "in16c_010002.cbf"))
    with open_images(sweep) as source, pytest.raises(ImageError, match=r"in16c_010002\.cbf has the shape \(20, 30\)"):
        source.frame(1)


@pytest.mark.parametrize("kept_bytes", [0, 300, 5000])
def test_truncated_image_is_not_ready(tmp_path: Path, kept_bytes: int) -> None:
    path = tmp_path / "cut_0001.cbf"
    path.write_bytes((INSULIN / "in16c_010001.cbf").read_bytes()[:kept_bytes])
    assert not is_complete(path)
    with pytest.raises(ImageError, match="no images"):
        open_images(path)


def test_damaged_image_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "bad.tif").write_bytes(b"II*\x00" + b"\xff" * 64)
    with pytest.raises(ImageError, match=r"bad\.tif"):
        open_images(tmp_path / "bad.tif")


def test_empty_folder_and_empty_template_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match="no images in the folder"):
        open_images(tmp_path)
    with pytest.raises(ImageError, match="no images in"):
        open_images(tmp_path / "x_####.cbf")
    with pytest.raises(ImageError, match="folder gone is missing"):
        open_images(tmp_path / "gone" / "x_####.cbf")


def test_unknown_and_missing_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("hello")
    with pytest.raises(ImageError, match=r"format of readme\.txt is not known"):
        open_images(tmp_path / "readme.txt")
    with pytest.raises(ImageError, match=r"There is no gone\.nxs"):
        open_images(tmp_path / "gone.nxs")


def test_longest_sweep_of_a_folder_wins(sweep: Path) -> None:
    shutil.copy(sweep / "in16c_010001.cbf", sweep / "test_0001.cbf")
    with open_images(sweep) as source:
        assert source.images == 10


def test_types_of_tiff_images_get_their_gaps_masked(tmp_path: Path) -> None:
    for kind, gap in ((np.uint16, 65535), (np.int32, -1), (np.float32, -1.0)):
        data = np.ones((20, 30), kind)
        data[3, 4] = gap
        path = tmp_path / f"{np.dtype(kind).name}.tif"
        fabio.tifimage.TifImage(data=data).write(str(path))
        with open_images(path) as source:
            assert np.argwhere(source.mask).tolist() == [[3, 4]]
            assert (source.geometry, source.sweep) == (None, None)


def test_phil_beside_the_images_says_what_headers_lack(sweep: Path) -> None:
    (sweep / "import.phil").write_text(
        """
        geometry {
          goniometer { axis = 1 0 0 }  # inline
          detector { distance = 55  fast_slow_beam_centre = 240,300 }
          beam { wavelength = 1.5 }
          scan { oscillation = 5,0.2 }
        }
        """.replace("  fast_slow", "\n fast_slow")
    )
    with open_images(sweep) as source:
        assert source.sweep == Sweep(start_deg=5.0, width_deg=0.2, axis=(-1.0, 0.0, 0.0))
        assert source.geometry is not None
        assert source.geometry.beam_center_px == pytest.approx((300, 240))
        assert (source.geometry.distance_mm, source.geometry.wavelength_angstrom) == (pytest.approx(55.0), 1.5)


def test_phil_that_makes_no_sense_is_refused(sweep: Path) -> None:
    (sweep / "import.phil").write_text("geometry.goniometer.axis = 1,0\n")
    with pytest.raises(ImageError, match="should be 3 number"):
        open_images(sweep)
    (sweep / "import.phil").write_text("geometry.goniometer.axis = up\n")
    with pytest.raises(ImageError, match=r"geometry\.goniometer\.axis = up"):
        open_images(sweep)
