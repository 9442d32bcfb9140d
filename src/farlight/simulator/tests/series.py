"""Small NXmx series for tests."""

from datetime import UTC, datetime

import numpy as np

from farlight.simulator.nxmx import NxmxDescription, NxmxSeries

SHAPE = (20, 30)


def describe(images=6, dtype=np.uint16):
    return NxmxDescription(
        beamline="SIM", detector="Small", sample="s", images=images, mask=np.zeros(SHAPE, np.uint8),
        dtype=np.dtype(dtype), pixel_size_mm=0.1, sensor_thickness_mm=0.45, beam_centre_px=(9.5, 15.5),
        distance_mm=100.0, wavelength_angstrom=1.0, flux_hz=1e12, beam_size_um=(50.0, 30.0), transmission_frac=0.5,
        start_deg=10.0, width_deg=0.5, exposure_time_s=0.1, started_at=datetime(2026, 1, 15, tzinfo=UTC),
    )  # fmt: skip


def frame(number, dtype=np.uint16):
    return np.full(SHAPE, number, dtype)


def write_series(directory, images=6, written=None, dtype=np.uint16, prefix="s_1"):
    series = NxmxSeries(directory, prefix, describe(images, dtype))
    for index in range(images if written is None else written):
        series.append(index, frame(index + 1, dtype))
    return series
