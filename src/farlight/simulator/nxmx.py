"""NeXus NXmx files, laid down as a real detector's file writer does.

https://manual.nexusformat.org/classes/applications/NXmx.html

A master ``<prefix>.nxs`` holds everything but pixels; frames lie in ``<prefix>_000001.h5``... of at most a hundred
frames, one bitshuffle-LZ4 chunk a frame, joined in the master by a virtual dataset and by external links. Data files
are written in HDF5's single-writer-multiple-readers mode and appear under their name only when they can be read, so
that a reader can follow; a frame that is not there yet reads as the fill value, which is that of a masked pixel.

Everything is written for HDF5 1.10 (libver v110): the version that Debian's DIALS reads with. Files are not locked: one
process has one mind about a file's lock, and readers that follow must not need it.
"""

import errno
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import h5py
import hdf5plugin
import numpy as np
import numpy.typing as npt

from farlight.science.scans import Grid, Layout, Screening

FRAMES_PER_FILE = 100
FORMAT = ("v110", "v110")
PIXELS = "/entry/data/data"
"""Where frames lie, in the data files and in the master."""
DET_Z = "/entry/instrument/detector/transformations/det_z"
OMEGA = "/entry/sample/transformations/omega"
SAMPLE_X, SAMPLE_Y = (f"/entry/sample/transformations/sam_{axis}" for axis in "xy")
RESERVE_BYTES = 4 << 20
"""Room that is left on the disk so that files can be closed."""


@dataclass(frozen=True, kw_only=True)
class NxmxDescription:
    """Everything about a collection that an NXmx master says."""

    beamline: str
    detector: str
    sample: str
    images: int
    mask: npt.NDArray[np.uint8]
    """Pixel mask, shape (slow, fast)."""
    dtype: np.dtype[Any]
    pixel_size_mm: float
    sensor_thickness_mm: float
    beam_centre_px: tuple[float, float]
    """(slow, fast)."""
    distance_mm: float
    wavelength_angstrom: float
    flux_hz: float
    beam_size_um: tuple[float, float]
    transmission_frac: float
    start_deg: float
    width_deg: float
    exposure_time_s: float
    started_at: datetime
    layout: Layout | None = None
    """Stills at angles, or a grid; None is a sweep."""

    @property
    def omega_deg(self) -> npt.NDArray[np.float64]:
        """Angle at which each frame begins."""
        if isinstance(self.layout, Screening):
            return np.array(self.layout.angles_deg, float)
        return np.asarray(self.start_deg + np.arange(self.images) * self.width_deg, np.float64)

    @property
    def fill(self) -> int:
        """Value of pixels that hold no count."""
        return int(np.iinfo(self.dtype).max)


def data_file_name(prefix: str, number: int) -> str:
    """Name of the data file with a number, from 1."""
    return f"{prefix}_{number:06d}.h5"


class NxmxSeries:
    """The files of a collection while it is being written.

    Raises ``FileExistsError`` when there are such files already, and ``OSError`` as the disk does.
    """

    def __init__(self, directory: Path, prefix: str, description: NxmxDescription) -> None:
        self.directory = directory
        self.prefix = prefix
        self.description = description
        self.master = directory / f"{prefix}.nxs"
        self._file: h5py.File | None = None
        directory.mkdir(parents=True, exist_ok=True)
        if self.master.exists():
            raise FileExistsError(errno.EEXIST, "there is a collection of this name already", str(self.master))
        write_master(self.master, description)

    def append(self, index: int, frame: npt.NDArray[np.unsignedinteger]) -> None:
        """Write a frame (counted from 0) behind those before it; it can be read when this returns."""
        require_room(self.directory, 2 * frame.nbytes)
        number, within = divmod(index, FRAMES_PER_FILE)
        if within == 0 or self._file is None:
            self._file = self._begun_file(number + 1)
        dataset = self._file[PIXELS]
        dataset[within] = frame
        dataset.flush()

    def close(self, frames: int) -> None:
        """Close the files; the master then tells of as many frames as there are."""
        self._end_file()
        if frames != self.description.images:
            shorten_master(self.master, frames)

    def _begun_file(self, number: int) -> h5py.File:
        self._end_file()
        path = self.directory / data_file_name(self.prefix, number)
        unnamed = path.with_name(f".{path.name}.part")
        left = self.description.images - (number - 1) * FRAMES_PER_FILE
        file = begin_data_file(unnamed, self.description, min(left, FRAMES_PER_FILE))
        unnamed.rename(path)
        return file

    def _end_file(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            file.close()


def require_room(directory: Path, size_bytes: int) -> None:
    """Raise ``OSError`` (ENOSPC) unless so many bytes fit on the disk and the files can still be closed."""
    if shutil.disk_usage(directory).free < size_bytes + RESERVE_BYTES:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(directory))


def begin_data_file(path: Path, description: NxmxDescription, frames: int) -> h5py.File:
    """Open a data file with room for so many frames, ready for readers."""
    file = h5py.File(path, "x", libver=FORMAT, locking=False)
    for group, nx_class in (("entry", "NXentry"), ("entry/data", "NXdata")):
        file.create_group(group).attrs["NX_class"] = nx_class
    shape = description.mask.shape
    file.create_dataset(
        PIXELS,
        shape=(frames, *shape),
        dtype=description.dtype,
        chunks=(1, *shape),
        fillvalue=description.fill,
        **hdf5plugin.Bitshuffle(nelems=0, cname="lz4"),
    )
    file.swmr_mode = True
    return file


def write_master(path: Path, description: NxmxDescription) -> None:
    """Write the master for all frames that are planned; it appears whole."""
    unnamed = path.with_name(f".{path.name}.part")
    with h5py.File(unnamed, "w", libver=FORMAT, locking=False) as file:
        file.attrs["default"] = "entry"
        _write_entry(file, description)
        _write_instrument(file, description)
        _write_detector(file, description)
        _write_module(file, description)
        _write_sample(file, description)
        _write_data_group(file)
        join_frames(file, path.stem, (description.images, *description.mask.shape), description.dtype)
    unnamed.replace(path)


def shorten_master(path: Path, frames: int) -> None:
    """Make a master tell of fewer frames than were planned; it is replaced in one step."""
    unnamed = path.with_name(f".{path.name}.part")
    shutil.copyfile(path, unnamed)
    with h5py.File(unnamed, "r+", libver=FORMAT, locking=False) as file:
        shape, dtype = (frames, *file[PIXELS].shape[1:]), file[PIXELS].dtype
        for dataset in [name for name in (OMEGA, f"{OMEGA}_end", SAMPLE_X, SAMPLE_Y) if name in file]:
            angles_deg, attributes = file[dataset][:frames], dict(file[dataset].attrs)
            del file[dataset]
            _field(file, dataset, angles_deg, **attributes)
        for name in [name for name in file["entry/data"] if name.startswith("data")]:
            del file["entry/data"][name]
        join_frames(file, path.stem, shape, dtype)
        _field(file, "entry/end_time", _iso(datetime.now(UTC)))
    unnamed.replace(path)


def join_frames(file: h5py.File, prefix: str, shape: tuple[int, ...], dtype: npt.DTypeLike) -> None:
    """Join the frames of the data files in a master, shape (frames, slow, fast): a virtual dataset, a link to each."""
    frames = shape[0]
    fill = np.iinfo(np.dtype(dtype)).max
    if frames == 0:
        file.create_dataset(PIXELS, shape=shape, dtype=dtype, fillvalue=fill)
        return
    layout = h5py.VirtualLayout(shape, dtype)
    for number, first in enumerate(range(0, frames, FRAMES_PER_FILE), 1):
        name = data_file_name(prefix, number)
        last = min(first + FRAMES_PER_FILE, frames)
        layout[first:last] = h5py.VirtualSource(name, PIXELS, (last - first, *shape[1:]))
        file[f"entry/data/data_{number:06d}"] = h5py.ExternalLink(name, PIXELS)
    file.create_virtual_dataset(PIXELS, layout, fillvalue=fill)


def _group(file: h5py.File, path: str, nx_class: str) -> None:
    file.require_group(path).attrs["NX_class"] = nx_class


def _field(file: h5py.File, path: str, value: object, **attributes: object) -> None:
    dataset = file.create_dataset(path, data=value)
    for name, attribute in attributes.items():
        dataset.attrs[name] = attribute


def _axis(file: h5py.File, path: str, value: object, kind: str, vector: Sequence[float], **attributes: object) -> None:
    depends_on = attributes.pop("depends_on", ".")
    _field(
        file, path, value, transformation_type=kind, vector=np.array(vector, float), depends_on=depends_on, **attributes
    )


def _write_entry(file: h5py.File, description: NxmxDescription) -> None:
    end = description.started_at + timedelta(seconds=description.images * description.exposure_time_s)
    _group(file, "entry", "NXentry")
    file["entry"].attrs["default"] = "data"
    _field(file, "entry/definition", "NXmx", version="1.0")
    _field(file, "entry/start_time", _iso(description.started_at))
    _field(file, "entry/end_time_estimated", _iso(end))
    _group(file, "entry/source", "NXsource")
    _field(file, "entry/source/name", "Simulated light source", short_name="SIM")
    _field(file, "entry/source/type", "Synchrotron X-ray Source")


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _write_instrument(file: h5py.File, description: NxmxDescription) -> None:
    _group(file, "entry/instrument", "NXinstrument")
    _field(file, "entry/instrument/name", description.beamline, short_name=description.beamline)
    _field(file, "entry/instrument/time_zone", "Z")
    _group(file, "entry/instrument/beam", "NXbeam")
    beam = "entry/instrument/beam/"
    _field(file, beam + "incident_wavelength", description.wavelength_angstrom, units="angstrom")
    _field(file, beam + "total_flux", description.flux_hz, units="Hz")
    _field(file, beam + "incident_beam_size", np.array(description.beam_size_um) * 1e-6, units="m")
    _group(file, "entry/instrument/attenuator", "NXattenuator")
    _field(file, "entry/instrument/attenuator/attenuator_transmission", description.transmission_frac, units="")


def _write_detector(file: h5py.File, description: NxmxDescription) -> None:
    detector = "entry/instrument/detector/"
    _group(file, detector, "NXdetector")
    _field(file, detector + "description", description.detector)
    _field(file, detector + "type", "Pixel")
    _field(file, detector + "sensor_material", "Silicon")
    _field(file, detector + "sensor_thickness", description.sensor_thickness_mm / 1e3, units="m")
    for axis in "xy":
        _field(file, detector + f"{axis}_pixel_size", description.pixel_size_mm / 1e3, units="m")
    slow_px, fast_px = description.beam_centre_px
    _field(file, detector + "beam_center_x", fast_px, units="pixel")
    _field(file, detector + "beam_center_y", slow_px, units="pixel")
    _field(file, detector + "distance", description.distance_mm / 1e3, units="m")
    _field(file, detector + "count_time", description.exposure_time_s, units="s")
    _field(file, detector + "frame_time", description.exposure_time_s, units="s")
    _field(file, detector + "bit_depth_readout", description.dtype.itemsize * 8)
    _field(file, detector + "saturation_value", description.fill - 2)
    _field(file, detector + "underload_value", 0)
    mask = description.mask.astype(np.uint32)
    filters = hdf5plugin.Bitshuffle(nelems=0, cname="lz4")
    file.create_dataset(detector + "pixel_mask", data=mask, chunks=mask.shape, **filters)
    _field(file, detector + "depends_on", DET_Z)
    _group(file, detector + "transformations", "NXtransformations")
    _axis(file, DET_Z, np.array([description.distance_mm]), "translation", (0, 0, 1), units="mm")


def _write_module(file: h5py.File, description: NxmxDescription) -> None:
    """The pixel grid in the McStas frame: fast along -x, slow along -y, seen from the source."""
    module = "entry/instrument/detector/module/"
    _group(file, module, "NXdetector_module")
    _field(file, module + "data_origin", np.array([0, 0]))
    _field(file, module + "data_size", np.array(description.mask.shape))
    pixel_m = description.pixel_size_mm / 1e3
    slow_px, fast_px = description.beam_centre_px
    corner_m = np.array([fast_px * pixel_m, slow_px * pixel_m, 0.0])
    place = {"offset": corner_m, "offset_units": "m", "units": "m", "depends_on": DET_Z}
    _axis(file, module + "module_offset", np.array([0.0]), "translation", (0, 0, 0), **place)
    along = {"offset": np.zeros(3), "offset_units": "m", "units": "m", "depends_on": f"/{module}module_offset"}
    _axis(file, module + "fast_pixel_direction", pixel_m, "translation", (-1, 0, 0), **along)
    _axis(file, module + "slow_pixel_direction", pixel_m, "translation", (0, -1, 0), **along)


def _write_sample(file: h5py.File, description: NxmxDescription) -> None:
    _group(file, "entry/sample", "NXsample")
    _field(file, "entry/sample/name", description.sample)
    _field(file, "entry/sample/depends_on", OMEGA)
    _group(file, "entry/sample/transformations", "NXtransformations")
    omega_deg = description.omega_deg
    _axis(file, OMEGA, omega_deg, "rotation", (-1, 0, 0), units="deg")
    _field(file, OMEGA + "_end", omega_deg + description.width_deg, units="deg")
    _field(file, OMEGA + "_increment_set", description.width_deg, units="deg")
    if isinstance(description.layout, Grid):
        _write_cells(file, description.layout)


def _write_cells(file: h5py.File, grid: Grid) -> None:
    """Where the sample stood in each frame of a grid: the stage lies on the goniometer."""
    cells = [grid.cell_of_image(image) for image in range(1, grid.images + 1)]
    x_um, y_um = np.array([grid.position_um(*cell) for cell in cells], float).T
    for path, values_um, vector in ((SAMPLE_X, x_um, (1, 0, 0)), (SAMPLE_Y, y_um, (0, 1, 0))):
        _axis(file, path, values_um, "translation", vector, units="um", depends_on=OMEGA)


def _write_data_group(file: h5py.File) -> None:
    _group(file, "entry/data", "NXdata")
    file["entry/data"].attrs["signal"] = "data"
    file["entry/data"].attrs["axes"] = np.array(["omega", ".", "."], dtype="S5")
    file["entry/data/omega"] = h5py.SoftLink(OMEGA)
