"""NeXus masters and data files, as detectors write them, with everything that can be wrong on request."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import h5py
import hdf5plugin
import numpy as np
import numpy.typing as npt

SHAPE = (60, 50)
PIXEL_M = 75e-6
DISTANCE_MM = 130.0
BEAM_PX = (31.0, 24.0)
"""Slow, fast."""


def counted_images(images: int, dtype: Any = np.uint16, seed: int = 0) -> npt.NDArray[Any]:
    return np.random.default_rng(seed).poisson(2.0, (images, *SHAPE)).astype(dtype)


def write_data(path: Path, images: npt.NDArray[Any], *, dataset: str = "data", packing: Any = None) -> None:
    """Write one data file, a chunk an image; bitshuffle and LZ4 when nothing else is said."""
    options = hdf5plugin.Bitshuffle(nelems=0, cname="lz4") if packing is None else packing
    with h5py.File(path, "w", libver=("earliest", "v110")) as file:
        file.create_dataset(dataset, data=images, chunks=(1, *images.shape[1:]), **options)


def write_master(
    path: Path,
    files: Sequence[tuple[str, int]],
    *,
    dtype: Any = np.uint16,
    mask: npt.NDArray[Any] | None = None,
    virtual: bool = True,
    modules: bool = True,
) -> None:
    """Write a master of data files (name and number of images each)."""
    total = sum(images for _, images in files)
    with h5py.File(path, "w", libver=("earliest", "v110")) as file:
        entry = _group(file, "entry", "NXentry")
        _group(entry, "instrument", "NXinstrument")
        beam = _group(entry, "instrument/beam", "NXbeam")
        _number(beam, "incident_wavelength", 0.9795, "angstrom")
        detector = _group(entry, "instrument/detector", "NXdetector")
        if mask is not None:
            detector["pixel_mask"] = mask
        _detector_modules(detector) if modules else _detector_numbers(detector, total)
        _sweep(entry, total)
        data = _group(entry, "data", "NXdata")
        for number, (name, _) in enumerate(files, start=1):
            data[f"data_{number:06d}"] = h5py.ExternalLink(name, "data")
        if virtual:
            data.attrs["signal"] = "data"
            layout, first = h5py.VirtualLayout((total, *SHAPE), dtype), 0
            for name, images in files:
                layout[first : first + images] = h5py.VirtualSource(name, "data", (images, *SHAPE))
                first += images
            data.create_virtual_dataset("data", layout, fillvalue=np.iinfo(dtype).max)


def _group(parent: h5py.Group, name: str, nexus_class: str) -> h5py.Group:
    group = parent.require_group(name)
    group.attrs["NX_class"] = nexus_class
    return group


def _number(group: h5py.Group, name: str, value: Any, units: str = "", **attributes: Any) -> None:
    item = group.create_dataset(name, data=value)
    for key, attribute in {**({"units": units} if units else {}), **attributes}.items():
        item.attrs[key] = attribute


def _detector_modules(detector: h5py.Group) -> None:
    move = {"transformation_type": "translation"}
    _group(detector, "transformations", "NXtransformations")
    _number(
        detector, "transformations/det_z", np.array([DISTANCE_MM]), "mm", vector=[0.0, 0, 1], depends_on=".", **move
    )
    module = _group(detector, "module", "NXdetector_module")
    module["data_origin"], module["data_size"] = np.array([0, 0]), np.array(SHAPE)
    offset = np.array([BEAM_PX[1] * PIXEL_M, BEAM_PX[0] * PIXEL_M, 0])
    _number(
        module,
        "module_offset",
        0.0,
        "m",
        vector=[1.0, 0, 0],
        offset=offset,
        offset_units="m",
        depends_on="/entry/instrument/detector/transformations/det_z",
        **move,
    )
    for name, vector in (("fast_pixel_direction", [-1.0, 0, 0]), ("slow_pixel_direction", [0.0, -1, 0])):
        _number(module, name, PIXEL_M, "m", vector=vector, offset=np.zeros(3), depends_on="module_offset", **move)


def _detector_numbers(detector: h5py.Group, images: int) -> None:
    for name, value, units in (
        ("x_pixel_size", PIXEL_M, "m"),
        ("y_pixel_size", PIXEL_M, "m"),
        ("beam_center_x", BEAM_PX[1], "pixel"),
        ("beam_center_y", BEAM_PX[0], "pixel"),
        ("detector_distance", DISTANCE_MM / 1e3, "m"),
    ):
        _number(detector, name, value, units)
    specific = _group(detector, "detectorSpecific", "NXcollection")
    specific["nimages"], specific["ntrigger"] = images, 1


def _sweep(entry: h5py.Group, images: int) -> None:
    _group(entry, "sample", "NXsample")
    group = _group(entry, "sample/transformations", "NXtransformations")
    omega = 10.0 + 0.25 * np.arange(max(images, 1))
    _number(group, "omega", omega, "deg", vector=[-1.0, 0, 0], transformation_type="rotation", depends_on=".")
    group["omega_increment_set"] = 0.25
