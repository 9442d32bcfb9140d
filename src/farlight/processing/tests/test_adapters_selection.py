import gzip
from pathlib import Path

import h5py
import numpy as np
import pytest

from farlight.processing.adapters.dials_steps.importing import axis_is_told, select_images
from farlight.processing.adapters.masters import check_master
from farlight.processing.adapters.report_parts import part_path
from farlight.processing.errors import StepFailed
from farlight.processing.types import ProcessingOptions, Stage

ANY = ProcessingOptions()
WHOLE = b"X-Binary-Size: 4\r\n\x0c\x1a\x04\xd51234"


def sweep(folder: Path, numbers: range, prefix: str = "a b ü_") -> list[str]:
    folder.mkdir(exist_ok=True)
    names = [f"{prefix}{number:04d}.cbf" for number in numbers]
    for name in names:
        (folder / name).write_bytes(WHOLE)
    return names


def chosen(source: Path, options: ProcessingOptions = ANY) -> list[str]:
    return [file.name for file in select_images(source, options).files]


def refused(source: Path) -> str:
    with pytest.raises(StepFailed) as caught:
        select_images(source, ANY)
    assert caught.value.failure.step is Stage.IMPORT
    assert caught.value.failure.try_next
    return caught.value.failure.why


def test_folder_image_and_template_give_the_same_sweep(tmp_path):
    names = sweep(tmp_path, range(1, 4))
    assert chosen(tmp_path) == chosen(tmp_path / names[1]) == chosen(tmp_path / "a b ü_####.cbf") == names


def test_a_range_of_images_is_cut_out(tmp_path):
    names = sweep(tmp_path, range(11, 21))
    assert chosen(tmp_path, ProcessingOptions(first_image=2, last_image=3)) == names[1:3]


def test_the_longest_sweep_of_a_folder_is_taken_saying_so(tmp_path):
    sweep(tmp_path, range(1, 3), "short_")
    names = sweep(tmp_path, range(1, 5), "long_")
    selection = select_images(tmp_path, ANY)
    assert [file.name for file in selection.files] == names
    assert "2 sweeps" in "".join(selection.remarks)


def test_damaged_and_missing_images_are_left_out_saying_so(tmp_path):
    names = sweep(tmp_path, range(1, 9))
    (tmp_path / names[7]).write_bytes(WHOLE[:-2])
    (tmp_path / names[1]).unlink()
    selection = select_images(tmp_path, ANY)
    assert [file.name for file in selection.files] == names[2:7]
    assert any("cut short" in remark for remark in selection.remarks)
    assert any("missing" in remark for remark in selection.remarks)


def test_what_is_not_there_is_said(tmp_path):
    assert "does not exist" in refused(tmp_path / "nothing.nxs")
    assert "no images" in refused(tmp_path)
    (tmp_path / "x_0001.cbf").touch()
    assert "All 1 image(s)" in refused(tmp_path)


def test_a_single_file_of_another_kind_is_left_to_dials(tmp_path):
    (tmp_path / "frame.smv").write_bytes(b"x")
    assert chosen(tmp_path / "frame.smv") == ["frame.smv"]


def master(folder: Path, *, parts: list[str], name: str = "x.nxs") -> Path:
    for part in parts:
        with h5py.File(folder / part, "w") as file:
            file["data"] = np.zeros((2, 3, 4), "uint16")
    path = folder / name
    with h5py.File(path, "w") as file:
        layout = h5py.VirtualLayout((2 * len(parts), 3, 4), "uint16")
        for index, part in enumerate(parts):
            layout[2 * index : 2 * index + 2] = h5py.VirtualSource(part, "data", (2, 3, 4))
        group = file.create_group("entry/data")
        group.create_virtual_dataset("data", layout)
        group["data_000001"] = h5py.ExternalLink(parts[0], "/data")
    return path


def test_a_whole_master_is_taken(tmp_path):
    path = master(tmp_path, parts=["x_000001.h5", "x_000002.h5"])
    check_master(path)
    assert select_images(tmp_path, ANY).files == (path,)
    assert select_images(path, ANY).is_one_file


def test_another_master_in_the_folder_is_told_of(tmp_path):
    master(tmp_path, parts=["x_000001.h5"])
    master(tmp_path, parts=["x_000001.h5"], name="y.nxs")
    assert "1 other master" in "".join(select_images(tmp_path, ANY).remarks)


def test_a_missing_data_file_is_named(tmp_path):
    path = master(tmp_path, parts=["x_000001.h5", "x_000002.h5"])
    (tmp_path / "x_000002.h5").unlink()
    assert "1 of 2 data file(s) of x.nxs are missing: x_000002.h5" in refused(path)


def test_a_data_file_that_was_cut_short_is_named(tmp_path):
    path = master(tmp_path, parts=["x_000001.h5", "x_000002.h5"])
    part = tmp_path / "x_000002.h5"
    part.write_bytes(part.read_bytes()[:500])
    assert "x_000002.h5 cannot be opened" in refused(path)


def test_a_damaged_master_is_refused(tmp_path):
    (tmp_path / "x.nxs").write_bytes(b"nothing of HDF5")
    assert "cannot be opened as HDF5" in refused(tmp_path / "x.nxs")


def test_report_parts_are_a_closed_list():
    assert part_path("../../etc/passwd") is None
    assert part_path("jquery/../jquery/jquery.min.js") is None


@pytest.mark.parametrize(
    ("name", "content", "phil", "told"),
    [
        ("x_1.cbf", b"# Start_angle 0 deg", None, False),
        ("x_1.cbf", b"# Start_angle 0 deg", "geometry { goniometer { axis = 0,-1,0 } }", True),
        ("x_1.cbf", b"# Start_angle 0 deg", "geometry.beam.wavelength = 1", False),
        ("x_1.cbf", b"loop_\n_axis.vector[1]", None, True),
        ("x_1.cbf.gz", gzip.compress(b"loop_\n_axis.vector[1]", mtime=0), None, True),
        ("x_1.img", b"_axis.vector", None, False),
        ("x.nxs", b"", None, True),
    ],
)
def test_whether_the_axis_is_told(tmp_path, name, content, phil, told):
    (tmp_path / name).write_bytes(content)
    if phil is not None:
        (tmp_path / "import.phil").write_text(phil)
    assert axis_is_told(tmp_path / name, tmp_path / "import.phil") is told
