"""Values of images, and how they are packed into arrays."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from farlight.runs.types import Series

CHUNK_POINTS = 512
"""Images whose values lie in one row."""

COLUMNS: Mapping[str, str] = {
    "image_numbers": "<i4",
    "spots": "<i4",
    "resolution_angstrom": "<f4",
    "total_intensity": "<f8",
    "ice_score": "<f4",
}
"""Type of each array."""

RESOLUTION_DIGITS = 3
ICE_DIGITS = 4


@dataclass(frozen=True, kw_only=True)
class Point:
    """What one image says."""

    image_number: int
    """From 1."""
    spots: int
    resolution_angstrom: float | None
    total_intensity: float
    ice_score: float


def packed(points: Iterable[Point]) -> dict[str, bytes]:
    """Return the arrays of some points, by column."""
    rows = [
        (
            point.image_number,
            point.spots,
            math.nan if point.resolution_angstrom is None else point.resolution_angstrom,
            point.total_intensity,
            point.ice_score,
        )
        for point in points
    ]
    columns = zip(*rows, strict=True) if rows else [()] * len(COLUMNS)
    return {
        name: np.array(values, dtype=kind).tobytes()
        for (name, kind), values in zip(COLUMNS.items(), columns, strict=True)
    }


def numbers_in(pack: bytes) -> list[int]:
    """Return the image numbers of a packed column."""
    return [int(number) for number in np.frombuffer(pack, dtype=COLUMNS["image_numbers"])]


def unpacked(columns: Mapping[str, bytes]) -> list[Point]:
    """Return the points of packed arrays, exactly as they were packed."""
    arrays = [np.frombuffer(bytes(columns[name]), dtype=kind).tolist() for name, kind in COLUMNS.items()]
    return [
        Point(
            image_number=number,
            spots=spots,
            resolution_angstrom=None if math.isnan(resolution) else resolution,
            total_intensity=total,
            ice_score=ice,
        )
        for number, spots, resolution, total, ice in zip(*arrays, strict=True)
    ]


def series_from(
    chunks: Iterable[Mapping[str, bytes]], *, after: int = 0, limit: int | None = None, sampled: bool = False
) -> Series:
    """Return the values of the images after a number, at most so many, from packed arrays in order."""
    parts: dict[str, list[np.ndarray]] = {name: [] for name in COLUMNS}
    for chunk in chunks:
        for name, kind in COLUMNS.items():
            parts[name].append(np.frombuffer(bytes(chunk[name]), dtype=kind))
    whole = {name: np.concatenate(arrays) if arrays else np.zeros(0) for name, arrays in parts.items()}
    later = np.flatnonzero(whole["image_numbers"] > after)[:limit]
    resolution = whole["resolution_angstrom"][later]
    return Series(
        image_numbers=tuple(map(int, whole["image_numbers"][later])),
        spots=tuple(map(int, whole["spots"][later])),
        resolution_angstrom=tuple(
            None if math.isnan(value) else round(float(value), RESOLUTION_DIGITS) for value in resolution
        ),
        total_intensity=tuple(map(float, whole["total_intensity"][later])),
        ice_score=tuple(round(float(value), ICE_DIGITS) for value in whole["ice_score"][later]),
        sampled=sampled,
    )


def series_of_points(points: Iterable[Point], *, sampled: bool) -> Series:
    """Return points as a series, with the digits that a stored one has."""
    return series_from([packed(points)], sampled=sampled)
