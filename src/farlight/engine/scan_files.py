"""The files of scans without images: NeXus, one file a scan, readable while it grows.

An edge scan follows NXxas, a spectrum NXfluo, a scan of an axis the pattern of NXscan
(https://manual.nexusformat.org/classes/applications/). What is plotted against what stands, as NeXus has it, in the
attributes of ``/entry/data``. Room for all points is there from the start, filled with NaN; the file is written in
HDF5's single-writer-multiple-readers mode, like those of the detectors.
"""

import errno
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import numpy.typing as npt

from farlight.science.absorption.table import edge_named
from farlight.science.scan_tables import DEFINITION, FORMAT, MONITOR, SPECTRA, points_in, scan_definition
from farlight.science.scans import AxisScan, EdgeScan, PointScan, Spectrum

WINDOW_EV = 150.0
"""Counts so near to the main line of an edge are those of its element."""
ENDINGS = {EdgeScan: "edge", Spectrum: "spectrum", AxisScan: "scan"}
_DEFINITIONS = {EdgeScan: "NXxas", Spectrum: "NXfluo", AxisScan: "NXscan"}


@dataclass(frozen=True, kw_only=True)
class ScanDescription:
    """What is known of a scan before its first point."""

    directory: Path
    prefix: str
    layout: PointScan
    positions: tuple[float, ...]
    """One a point: energies in eV, or positions of the axis."""
    sample: str
    detector: str
    channels: int
    channel_ev: float
    exposure_time_s: float
    energy_ev: float
    started_at: datetime

    @property
    def channels_ev(self) -> npt.NDArray[np.float64]:
        """Middles of the channels."""
        return np.asarray((np.arange(self.channels) + 0.5) * self.channel_ev, np.float64)

    def window(self) -> slice:
        """Return the channels that are summed for a point: those of the element's line, or all."""
        edge = edge_named(self.layout.element, self.layout.edge) if isinstance(self.layout, EdgeScan) else None
        if edge is None:
            return slice(0, self.channels)
        low, high = (round((edge.main_line.energy_ev + way) / self.channel_ev) for way in (-WINDOW_EV, WINDOW_EV))
        return slice(max(low, 0), min(high, self.channels))


class ScanFile:
    """A file that a scan's points are written to.

    Raises
    ------
    FileExistsError
        When there is such a file already: nothing measured is ever overwritten.
    """

    def __init__(self, description: ScanDescription) -> None:
        self.description = description
        self.path = description.directory / f"{description.prefix}_{ENDINGS[type(description.layout)]}.nxs"
        self._window = description.window()
        description.directory.mkdir(parents=True, exist_ok=True)
        if self.path.exists():
            raise FileExistsError(errno.EEXIST, "there is a scan of this name already", str(self.path))
        unnamed = self.path.with_name(f".{self.path.name}.part")
        self._file = h5py.File(unnamed, "x", libver=FORMAT, locking=False)
        _write_head(self._file, description)
        _make_room(self._file, description)
        self._file.flush()
        self._file.swmr_mode = True
        os.rename(unnamed, self.path)  # noqa: PTH104 - the open file keeps its name for HDF5

    def add(self, index: int, spectrum: npt.NDArray[np.uint32], monitor: float) -> None:
        """Write a point, counted from 0; it can be read when this returns."""
        counts = float(spectrum[self._window].sum())
        if isinstance(self.description.layout, Spectrum):
            self._put(SPECTRA, slice(None), spectrum)
        else:
            self._put(SPECTRA, index, spectrum)
            self._put("/entry/instrument/absorbed_beam/data", index, counts)
            self._put("/entry/instrument/incoming_beam/data", index, monitor)
        self._put(MONITOR, index, monitor)

    def _put(self, path: str, where: Any, values: Any) -> None:
        dataset = self._file[path]
        dataset[where] = values
        dataset.flush()

    def close(self) -> None:
        """Close the file, and say in it when it ended."""
        self._file.close()
        with h5py.File(self.path, "r+", libver=FORMAT, locking=False) as file:
            file["/entry/end_time"] = datetime.now(UTC).isoformat()


def _group(file: h5py.File, path: str, nx_class: str) -> h5py.Group:
    group = file.require_group(path)
    group.attrs["NX_class"] = nx_class
    return group


def _write_head(file: h5py.File, description: ScanDescription) -> None:
    entry = _group(file, "/entry", "NXentry")
    file.attrs["default"], entry.attrs["default"] = "entry", "data"
    file[DEFINITION] = _DEFINITIONS[type(description.layout)]
    entry["title"] = title_of(description)
    entry["start_time"] = description.started_at.isoformat()
    _group(file, "/entry/sample", "NXsample")["name"] = description.sample
    _group(file, "/entry/instrument", "NXinstrument")
    source = _group(file, "/entry/instrument/source", "NXsource")
    source["type"], source["probe"] = "Synchrotron X-ray Source", "x-ray"
    detector = _group(file, "/entry/instrument/fluorescence", "NXdetector")
    detector["description"] = description.detector
    detector["count_time"] = description.exposure_time_s
    detector["count_time"].attrs["units"] = "s"
    detector["energy"] = description.channels_ev
    detector["energy"].attrs["units"] = "eV"
    monochromator = _group(file, "/entry/instrument/monochromator", "NXmonochromator")
    is_edge = isinstance(description.layout, EdgeScan)
    monochromator["energy"] = np.asarray(description.positions) if is_edge else description.energy_ev
    monochromator["energy"].attrs["units"] = "eV"
    monitor = _group(file, "/entry/monitor", "NXmonitor")
    monitor["mode"], monitor["preset"] = "timer", description.exposure_time_s
    monitor["preset"].attrs["units"] = "s"


def title_of(description: ScanDescription) -> str:
    """Say in a few words what was scanned."""
    match description.layout:
        case EdgeScan() as scan:
            return f"{scan.element} {scan.edge} edge"
        case AxisScan() as scan:
            return f"{scan.axis.word} from {scan.first:g} to {scan.last:g} {scan.axis.unit}"
        case _:
            return f"Fluorescence at {description.energy_ev:.1f} eV"


def _make_room(file: h5py.File, description: ScanDescription) -> None:
    points, data = len(description.positions), _group(file, "/entry/data", "NXdata")
    packed = {"compression": "gzip", "compression_opts": 1, "shuffle": True}
    _nan(file, MONITOR, points)
    if isinstance(description.layout, Spectrum):
        _nan(file, SPECTRA, description.channels)
        data["data"], data["energy"] = h5py.SoftLink(SPECTRA), h5py.SoftLink("/entry/instrument/fluorescence/energy")
        data.attrs["signal"], data.attrs["axes"] = "data", ["energy"]
        return
    chunk = (1, description.channels)
    file.create_dataset(SPECTRA, (points, description.channels), np.uint32, chunks=chunk, **packed)
    for name in ("absorbed_beam", "incoming_beam"):
        _group(file, f"/entry/instrument/{name}", "NXdetector")
        _nan(file, f"/entry/instrument/{name}/data", points)
    data["absorbed_beam"] = h5py.SoftLink("/entry/instrument/absorbed_beam/data")
    axis = "energy"
    if isinstance(description.layout, AxisScan):
        axis = description.layout.axis.value
        data[axis] = np.asarray(description.positions)
        data[axis].attrs["units"] = description.layout.axis.unit
    else:
        data["energy"] = h5py.SoftLink("/entry/instrument/monochromator/energy")
        data["mode"] = "Fluorescence Yield"
    data.attrs["signal"], data.attrs["axes"] = "absorbed_beam", [axis]


def _nan(file: h5py.File, path: str, points: int) -> None:
    """Make room for numbers to come; only what lies in chunks may be written while others read."""
    file.create_dataset(path, (points,), np.float64, chunks=(points,), fillvalue=np.nan)


def is_scan_file(path: Path) -> bool:
    """Whether a file is that of a scan without images."""
    return path.is_file() and scan_definition(path) in _DEFINITIONS.values()


def mend_scan_file(path: Path) -> int:
    """Make the file of a broken-off scan one that everybody can read; return how many points there are."""
    unnamed = path.with_name(f".{path.name}.part")
    unnamed.unlink(missing_ok=True)
    with (
        h5py.File(path, "r", swmr=True, locking=False) as broken,
        h5py.File(unnamed, "x", libver=FORMAT, locking=False) as whole,
    ):
        broken.copy("/entry", whole)
        whole.attrs["default"] = "entry"
    unnamed.replace(path)
    return points_in(path)
