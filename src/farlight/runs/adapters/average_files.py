"""The average of a powder's images as a file: NeXus NXcanSAS, whole or not there.

https://manual.nexusformat.org/classes/applications/NXcanSAS.html
"""

from pathlib import Path

import h5py
import numpy as np

from farlight.science.radial_average import RadialAverage
from farlight.science.scan_tables import FORMAT, ScanUnreadableError


def write_average(path: Path, average: RadialAverage, *, title: str, run: str) -> None:
    """Write an average; a file of an earlier one is replaced in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unnamed = path.with_name(f".{path.name}.part")
    with h5py.File(unnamed, "w", libver=FORMAT, locking=False) as file:
        entry = file.create_group("entry")
        entry.attrs.update({"NX_class": "NXentry", "canSAS_class": "SASentry", "version": "1.1", "default": "sasdata"})
        entry["definition"], entry["title"], entry["run"] = "NXcanSAS", title, run
        data = entry.create_group("sasdata")
        data.attrs.update({"NX_class": "NXdata", "canSAS_class": "SASdata", "signal": "I"})
        data.attrs["I_axes"], data.attrs["Q_indices"] = ["Q"], [0]
        for name, values, units in (
            ("Q", average.q_inverse_angstrom, "1/angstrom"),
            ("I", average.intensity, "arbitrary"),
            ("Idev", average.sigma, "arbitrary"),
        ):
            data[name] = values
            data[name].attrs["units"] = units
        data["I"].attrs["uncertainties"] = "Idev"
        data.attrs["frames"], data.attrs["outliers"] = average.frames, np.asarray(average.outliers, np.int64)
    unnamed.replace(path)


def read_average(path: Path) -> RadialAverage:
    """Read an average.

    Raises
    ------
    ScanUnreadableError
        When there is none, or it cannot be read.
    """
    try:
        with h5py.File(path, "r", locking=False) as file:
            data = file["entry/sasdata"]
            return RadialAverage(
                q_inverse_angstrom=data["Q"][:],
                intensity=data["I"][:],
                sigma=data["Idev"][:],
                frames=int(data.attrs["frames"]),
                outliers=tuple(int(number) for number in data.attrs["outliers"]),
            )
    except (OSError, KeyError) as error:
        raise ScanUnreadableError(f"The average {path.name} cannot be read.") from error
