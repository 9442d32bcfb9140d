"""Reading the files of scans without images, while they grow and afterwards."""

from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

FORMAT = ("v110", "v110")
DEFINITION = "/entry/definition"
MONITOR = "/entry/monitor/data"
SPECTRA = "/entry/instrument/fluorescence/data"
"""Counts of each point in each channel; of a single spectrum, in each channel."""


class ScanUnreadableError(Exception):
    """The file of a scan cannot be read; the message says so to people."""


@dataclass(frozen=True, kw_only=True)
class ScanTable:
    """What is plotted against what, and the beam meanwhile; of points that are there."""

    along: Floats
    """Energies in eV, or positions."""
    signal: Floats
    """Counts."""
    monitor: Floats
    """Of each point; a single spectrum has one for all channels."""


def read_scan(path: Path) -> ScanTable:
    """Read the points of a scan that are there.

    Raises
    ------
    ScanUnreadableError
        When there is no such file, or it is no scan.
    """
    try:
        with h5py.File(path, "r", swmr=True, locking=False) as file:
            data = file["/entry/data"]
            axis = str(np.atleast_1d(data.attrs["axes"])[0])
            signal = np.asarray(data[str(data.attrs["signal"])], np.float64)
            along, monitor = np.asarray(data[axis], np.float64), np.asarray(file[MONITOR], np.float64)
    except (OSError, KeyError, ValueError) as error:
        raise ScanUnreadableError(f"The scan {path.name} cannot be read.") from error
    there = np.isfinite(signal)
    monitor = monitor[there] if monitor.shape == there.shape else monitor
    return ScanTable(along=along[there], signal=signal[there], monitor=monitor)


def points_in(path: Path) -> int:
    """Return how many points of a scan are there; 0 when it cannot be read."""
    try:
        with h5py.File(path, "r", swmr=True, locking=False) as file:
            return int(np.isfinite(file[MONITOR][:]).sum())
    except (OSError, KeyError):
        return 0


def scan_definition(path: Path) -> str:
    """Return the NeXus definition that a file names; empty when it names none."""
    try:
        with h5py.File(path, "r", swmr=True, locking=False) as file:
            found = file[DEFINITION][()] if DEFINITION in file else b""
    except OSError:
        return ""
    return found.decode() if isinstance(found, bytes) else str(found)
