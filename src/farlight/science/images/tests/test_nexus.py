"""NeXus and EIGER files: as they should be, while they grow, and with everything that goes wrong in life."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import h5py
import hdf5plugin
import numpy as np
import pytest

from farlight.science.geometry import resolution_at
from farlight.science.images import ImageError, ImageNotReadyError, Sweep, open_images
from farlight.science.images.data_files import DataFile
from farlight.science.images.decoding import decode
from farlight.science.images.nexus import NexusImages
from farlight.science.images.tests.masters import (
    BEAM_PX,
    DISTANCE_MM,
    SHAPE,
    counted_images,
    write_data,
    write_master,
)

BITSHUFFLE = hdf5plugin.Bitshuffle(nelems=0, cname="lz4")


def collection(folder: Path, *, dtype: Any = np.uint16, **options: Any) -> tuple[Path, np.ndarray]:
    """Write seven images in two files and their master."""
    images = counted_images(7, dtype)
    write_data(folder / "thaum 1 ü_000001.h5", images[:4])
    write_data(folder / "thaum 1 ü_000002.h5", images[4:])
    master = folder / "thaum 1 ü.nxs"
    write_master(master, [("thaum 1 ü_000001.h5", 4), ("thaum 1 ü_000002.h5", 3)], dtype=dtype, **options)
    return master, images


@pytest.mark.parametrize("dtype", [np.uint16, np.uint32])
@pytest.mark.parametrize("virtual", [True, False])
@pytest.mark.parametrize("modules", [True, False])
def test_every_image_comes_as_it_was_measured(tmp_path: Path, *, dtype: Any, virtual: bool, modules: bool) -> None:
    mask = np.zeros(SHAPE, np.uint32)
    mask[:, 20:22] = 1
    master, images = collection(tmp_path, dtype=dtype, virtual=virtual, modules=modules, mask=mask)
    with open_images(master) as source:
        assert (source.images, source.ready, source.missing, source.notes) == (7, 7, (), ())
        assert (source.shape, source.dtype) == (SHAPE, np.dtype(dtype))
        assert source.mask.tolist() == mask.tolist()
        assert source.sweep == Sweep(start_deg=10.0, width_deg=0.25, axis=(-1.0, 0.0, 0.0))
        for index in range(7):
            assert source.frame(index).tolist() == images[index].tolist()
        assert source.geometry is not None
        assert source.geometry.beam_center_px == pytest.approx(BEAM_PX)
        assert source.geometry.distance_mm == pytest.approx(DISTANCE_MM)
        assert source.geometry.wavelength_angstrom == 0.9795


def test_modules_and_plain_numbers_give_one_geometry(tmp_path: Path) -> None:
    seen = []
    for modules in (True, False):
        folder = tmp_path / str(modules)
        folder.mkdir()
        master, _ = collection(folder, modules=modules, mask=np.zeros(SHAPE, np.uint8))
        with open_images(master) as source:
            assert source.geometry is not None
            seen.append(resolution_at(source.geometry, [0.0, 30, 59], [0.0, 40, 1]))
    assert np.allclose(*seen)


def test_missing_data_file_is_named_and_what_is_there_can_be_read(tmp_path: Path) -> None:
    master, images = collection(tmp_path)
    (tmp_path / "thaum 1 ü_000002.h5").unlink()
    with open_images(master) as source:
        assert (source.images, source.ready, source.missing) == (7, 4, ("thaum 1 ü_000002.h5",))
        assert source.frame(3).tolist() == images[3].tolist()
        with pytest.raises(ImageNotReadyError, match=r"Image 5 of 7.*missing: thaum 1 ü_000002\.h5.*4 can be read"):
            source.frame(4)


def test_all_data_files_missing_still_tells_geometry(tmp_path: Path) -> None:
    master, _ = collection(tmp_path)
    for file in tmp_path.glob("*_0*.h5"):
        file.unlink()
    with open_images(master) as source:
        assert (source.images, source.ready, source.shape, source.dtype) == (7, 0, SHAPE, np.dtype(np.uint16))
        assert source.geometry is not None


def test_without_virtual_dataset_nor_data_nobody_knows_the_shape(tmp_path: Path) -> None:
    master, _ = collection(tmp_path, virtual=False, modules=False)
    for file in tmp_path.glob("*_0*.h5"):
        file.unlink()
    with open_images(master) as source:
        assert (source.images, source.ready, source.dtype) == (7, 0, np.dtype(np.uint16))
        with pytest.raises(ImageNotReadyError, match=r"missing: thaum 1 ü_000001\.h5, thaum 1 ü_000002\.h5"):
            _ = source.shape


def test_truncated_data_file_gives_what_is_whole(tmp_path: Path) -> None:
    master, images = collection(tmp_path)
    second = tmp_path / "thaum 1 ü_000002.h5"
    second.write_bytes(second.read_bytes()[:-3000])
    with open_images(master) as source:
        assert isinstance(source, NexusImages)
        assert source.frame(0).tolist() == images[0].tolist()
        assert source.ready < 7
        assert source.trouble is not None
        assert "truncated" in source.trouble.message
        with pytest.raises(ImageError, match=r"thaum 1 ü_000002\.h5 is truncated"):
            source.frame(6)


def test_truncated_master_is_refused(tmp_path: Path) -> None:
    master, _ = collection(tmp_path)
    master.write_bytes(master.read_bytes()[: master.stat().st_size // 2])
    with pytest.raises(ImageError, match=r"thaum 1 ü\.nxs is truncated"):
        open_images(master)


@pytest.mark.parametrize("content", [b"", b"not at all HDF5" * 100])
def test_what_is_no_hdf5_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a_master.h5"
    path.write_bytes(content)
    with pytest.raises(ImageError, match="not an HDF5 file"):
        open_images(path)


def test_mask_of_another_detector_is_refused(tmp_path: Path) -> None:
    master, _ = collection(tmp_path, mask=np.zeros((10, 10), np.uint32))
    with pytest.raises(ImageError, match=r"mask.*\(10, 10\).*\(60, 50\)"):
        open_images(master)


def test_no_images_are_refused(tmp_path: Path) -> None:
    master = tmp_path / "none.nxs"
    write_data(tmp_path / "none_000001.h5", np.zeros((1, *SHAPE), np.uint16))
    write_master(master, [("none_000001.h5", 0)])
    with pytest.raises(ImageError, match="no images"):
        open_images(master)


def test_mask_in_a_missing_file_is_noted(tmp_path: Path) -> None:
    master, _ = collection(tmp_path)
    with h5py.File(master, "a") as file:
        file["entry/instrument/detector/pixel_mask"] = h5py.ExternalLink("meta.h5", "/mask")
    with open_images(master) as source:
        assert "meta.h5" in source.notes[0]
        assert not source.mask.any()


WRITER = """
import sys
import h5py, hdf5plugin, numpy as np
path, grows = sys.argv[1], sys.argv[2] == "grows"
shape = (0 if grows else 3, 60, 50)
with h5py.File(path, "w", libver=("v110", "v110")) as file:
    packing = hdf5plugin.Bitshuffle(nelems=0, cname="lz4")
    data = file.create_dataset("data", shape, np.uint16, chunks=(1, 60, 50), maxshape=(None, 60, 50), **packing)
    file.swmr_mode = True
    print("made", flush=True)
    for line in sys.stdin:
        index = int(line)
        if grows:
            data.resize(index + 1, axis=0)
        data[index] = index + 7
        data.flush()
        print("written", flush=True)
"""


@pytest.mark.parametrize("how", ["grows", "is long from the beginning"])
def test_images_come_while_another_process_writes_them(tmp_path: Path, how: str) -> None:
    write_master(tmp_path / "live.nxs", [("live_000001.h5", 3), ("live_000002.h5", 2)])
    command = [sys.executable, "-c", WRITER, str(tmp_path / "live_000001.h5"), how]
    with (
        open_images(tmp_path / "live.nxs") as source,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as writer,
    ):
        assert writer.stdin is not None
        assert writer.stdout is not None
        assert (source.images, source.ready) == (5, 0)
        assert writer.stdout.readline() == "made\n"
        source.refresh()
        assert source.ready == 0
        for index in range(3):
            writer.stdin.write(f"{index}\n")
            assert writer.stdout.readline() == "written\n"
            source.refresh()
            assert source.ready == index + 1
            assert (source.frame(index) == index + 7).all()
            with pytest.raises(ImageNotReadyError):
                source.frame(index + 1)
        writer.stdin.close()
        assert writer.wait() == 0
        write_data(tmp_path / "live_000002.h5", counted_images(2))
        source.refresh()
        assert source.ready == 5
        assert source.frame(4).tolist() == counted_images(2)[1].tolist()


def test_file_whose_writer_died_can_be_read(tmp_path: Path) -> None:
    write_data(tmp_path / "dead.h5", counted_images(2))
    with h5py.File(tmp_path / "live.h5", "w", libver=("v110", "v110")) as file:
        data = file.create_dataset("data", (4, *SHAPE), np.uint16, chunks=(1, *SHAPE), **BITSHUFFLE)
        file.swmr_mode = True
        data[0] = counted_images(1)[0]
        data.flush()
        (tmp_path / "dead.h5").write_bytes((tmp_path / "live.h5").read_bytes())
    with open_images(tmp_path / "dead.h5") as source:
        assert (source.images, source.ready) == (4, 1)
        assert source.frame(0).tolist() == counted_images(1)[0].tolist()


@pytest.mark.parametrize("dataset", ["data", "entry/data/data", "deep/inside/frames"])
def test_plain_files_are_searched_for_a_series(tmp_path: Path, dataset: str) -> None:
    images = counted_images(2)
    write_data(tmp_path / "plain.h5", images, dataset=dataset)
    with open_images(tmp_path / "plain.h5") as source:
        assert (source.images, source.geometry, source.sweep) == (2, None, None)
        assert not source.mask.any()
        assert source.frame(1).tolist() == images[1].tolist()


def test_file_without_any_series_is_refused(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "other.h5", "w") as file:
        file["number"] = 3
        file["text"] = "hello"
    with pytest.raises(ImageError, match="no series of images"):
        open_images(tmp_path / "other.h5")


@pytest.mark.parametrize(
    "layout",
    [{}, {"chunks": (2, 30, 50)}, {"chunks": (1, *SHAPE), "compression": "gzip", "shuffle": True}],
)
def test_other_layouts_are_read_by_hdf5(tmp_path: Path, layout: dict[str, Any]) -> None:
    images = counted_images(4)
    with h5py.File(tmp_path / "other.h5", "w") as file:
        file.create_dataset("data", data=images, **layout)
    with open_images(tmp_path / "other.h5") as source:
        assert source.ready == 4
        assert source.frame(2).tolist() == images[2].tolist()
        with pytest.raises(ImageNotReadyError):
            source.frame(4)


def test_single_image_in_the_master_itself(tmp_path: Path) -> None:
    image = counted_images(1)[0]
    with h5py.File(tmp_path / "one.nxs", "w") as file:
        file["entry/data/data"] = image
        file["entry"].attrs["NX_class"], file["entry/data"].attrs["NX_class"] = "NXentry", "NXdata"
    with open_images(tmp_path / "one.nxs") as source:
        assert (source.images, source.ready) == (1, 1)
        assert source.frame(0).tolist() == image.tolist()


def test_virtual_dataset_of_parts_of_images_is_left_to_hdf5(tmp_path: Path) -> None:
    images = counted_images(3)
    write_data(tmp_path / "left.h5", np.ascontiguousarray(images[:, :, :25]))
    write_data(tmp_path / "right.h5", np.ascontiguousarray(images[:, :, 25:]))
    layout = h5py.VirtualLayout((3, *SHAPE), np.uint16)
    layout[:, :, :25] = h5py.VirtualSource(tmp_path / "left.h5", "data", (3, 60, 25))
    layout[:, :, 25:] = h5py.VirtualSource(tmp_path / "right.h5", "data", (3, 60, 25))
    with h5py.File(tmp_path / "whole.nxs", "w") as file:
        group = file.create_group("entry/data")
        file["entry"].attrs["NX_class"], group.attrs["NX_class"], group.attrs["signal"] = "NXentry", "NXdata", "data"
        group.create_virtual_dataset("data", layout)
    with open_images(tmp_path / "whole.nxs") as source:
        assert source.frame(2).tolist() == images[2].tolist()


def test_virtual_dataset_by_links_of_its_own_file(tmp_path: Path) -> None:
    images = counted_images(3)
    write_data(tmp_path / "real.h5", images)
    layout = h5py.VirtualLayout((2, *SHAPE), np.uint16)
    layout[:] = h5py.VirtualSource(".", "/entry/data/data_000001", (3, *SHAPE))[1:]
    with h5py.File(tmp_path / "own.nxs", "w") as file:
        group = file.create_group("entry/data")
        file["entry"].attrs["NX_class"], group.attrs["NX_class"], group.attrs["signal"] = "NXentry", "NXdata", "data"
        group["data_000001"] = h5py.ExternalLink("real.h5", "/data")
        group.create_virtual_dataset("data", layout)
    with open_images(tmp_path / "own.nxs") as source:
        assert source.images == 2
        assert [source.frame(index).tolist() for index in range(2)] == images[1:].tolist()


def test_chunk_that_was_stored_unpacked_is_read(tmp_path: Path) -> None:
    images = counted_images(2)
    write_data(tmp_path / "mixed.h5", images)
    with h5py.File(tmp_path / "mixed.h5", "a") as file:
        file["data"].id.write_direct_chunk((1, 0, 0), images[1].tobytes(), filter_mask=1)
    with open_images(tmp_path / "mixed.h5") as source:
        assert [source.frame(index).tolist() for index in range(2)] == images.tolist()


def test_damaged_chunk_is_named(tmp_path: Path) -> None:
    images = counted_images(2)
    write_data(tmp_path / "bad.h5", images)
    with h5py.File(tmp_path / "bad.h5", "a") as file:
        file["data"].id.write_direct_chunk((1, 0, 0), b"\x00" * 200)
    with open_images(tmp_path / "bad.h5") as source:
        assert source.frame(0).tolist() == images[0].tolist()
        with pytest.raises(ImageError, match=r"Image 2 of the file bad\.h5"):
            source.frame(1)


def test_data_file_with_something_else_inside_is_refused(tmp_path: Path) -> None:
    master, _ = collection(tmp_path, virtual=False)
    with h5py.File(tmp_path / "thaum 1 ü_000001.h5", "w") as file:
        file["data"] = "text"
    with pytest.raises(ImageError, match="not a series of images"):
        open_images(master)
    with h5py.File(tmp_path / "thaum 1 ü_000001.h5", "w") as file:
        file["other"] = 1
    with pytest.raises(ImageError, match="holds no images at data"):
        open_images(master)


def test_damage_that_only_hdf5_sees_is_told_in_words(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "zipped.h5", "w") as file:
        data = file.create_dataset("data", data=counted_images(2), chunks=(1, *SHAPE), compression="gzip")
        data.id.write_direct_chunk((1, 0, 0), b"\x00" * 50)
    with open_images(tmp_path / "zipped.h5") as source:
        assert source.frame(0).shape == SHAPE
        with pytest.raises(ImageError, match=r"zipped\.h5 cannot be read"):
            source.frame(1)


def test_data_file_knows_how_many_images_it_holds(tmp_path: Path) -> None:
    write_data(tmp_path / "two.h5", counted_images(2))
    file = DataFile(tmp_path / "two.h5", "data")
    with pytest.raises(ImageNotReadyError, match=r"Image 3 of the file two\.h5 is not there: the file holds 2"):
        file.read(2)
    file.close()


@pytest.mark.parametrize("virtual", [True, False])
def test_packed_bytes_of_every_image_lie_where_it_says(tmp_path: Path, *, virtual: bool) -> None:
    master, images = collection(tmp_path, virtual=virtual)
    with open_images(master) as source:
        for index in range(7):
            chunk = source.chunk(index)
            assert chunk is not None
            assert chunk.path.name == ("thaum 1 ü_000001.h5" if index < 4 else "thaum 1 ü_000002.h5")
            packed = chunk.path.read_bytes()[chunk.offset_bytes : chunk.offset_bytes + chunk.size_bytes]
            assert decode(packed, chunk.codec, source.dtype, source.shape).tolist() == images[index].tolist()
        with pytest.raises(ImageNotReadyError):
            source.chunk(7)


def test_no_stretch_of_bytes_is_an_image_where_hdf5_has_to_read(tmp_path: Path) -> None:
    write_data(tmp_path / "packed.h5", counted_images(2), packing={"compression": "gzip"})
    with open_images(tmp_path / "packed.h5") as source:
        assert source.chunk(1) is None


def test_files_that_are_open_twice_stay_whole(tmp_path: Path) -> None:
    """HDF5's own way to refresh a dataset ends in a crash of the process here."""
    master, images = collection(tmp_path)
    with open_images(master) as first:
        for _ in range(3):
            with open_images(master) as second, h5py.File(tmp_path / "thaum 1 ü_000001.h5", locking=False) as browsed:
                first.refresh()
                second.refresh()
                assert browsed["data"][2].tolist() == images[2].tolist()
            first.refresh()
        assert [first.frame(index).tolist() for index in range(7)] == images.tolist()
