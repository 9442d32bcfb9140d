"""The numbers in the JSON of DIALS' report and damage analysis (3.12). What is not there is left out."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Json = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Points:
    """A row of points; both tuples have one length."""

    x: tuple[float, ...]
    y: tuple[float | None, ...]
    labels: tuple[str, ...] = ()
    """What DIALS calls each point; empty when it does not."""


def points_of(report: Json, part: str, graph: str, trace: str = "") -> Points | None:
    """Return the points of a graph of the report; None when it, or the trace in it, is missing or empty.

    Parameters
    ----------
    report : mapping
        The JSON of ``dials.report`` or ``dials.damage_analysis``.
    part, graph : str
        Where it stands: ``resolution_graphs``, ``completeness``.
    trace : str
        How the trace's name begins; empty for the first.
    """
    drawn = _inside(report, part, graph)
    traces = drawn.get("data") if isinstance(drawn, Mapping) else None
    for one in traces if isinstance(traces, Sequence) else ():
        if isinstance(one, Mapping) and str(one.get("name", "")).startswith(trace):
            return _points(one)
    return None


def _inside(report: Json, part: str, graph: str) -> object:
    found = report.get(part)
    return found.get(graph) if isinstance(found, Mapping) else None


def _points(trace: Json) -> Points | None:
    x, y, labels = trace.get("x"), trace.get("y"), trace.get("text")
    if not isinstance(x, list) or not isinstance(y, list) or not x or len(x) != len(y):
        return None
    places = [float(value) for value in x if _is_number(value)]
    if len(places) != len(x):
        return None
    words = tuple(map(str, labels)) if isinstance(labels, list) and len(labels) == len(x) else ()
    return Points(x=tuple(places), y=tuple(float(v) if _is_number(v) else None for v in y), labels=words)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def smooth_points(report: Json, trace: str) -> Points | None:
    """Return a curve of the scaling model over degrees, such as ``smoothly-varying <br>B-factor correction``."""
    for name in report.get("scaling_model") or {}:
        found = points_of(report, "scaling_model", name, trace)
        if found is not None:
            return found
    return None


@dataclass(frozen=True, kw_only=True)
class ImageScale:
    """How the angles and the images of a scaling model go together."""

    start_deg: float
    end_deg: float
    images: int

    def images_at(self, angles_deg: Sequence[float]) -> tuple[float, ...]:
        """Return the numbers of the images at some angles, from 1 at the sweep's start; an image's middle has it."""
        per_deg = self.images / (self.end_deg - self.start_deg)
        return tuple((angle - self.start_deg) * per_deg + 0.5 for angle in angles_deg)


def image_scale_of(experiments: Json) -> ImageScale | None:
    """Return the scale of the first scaling model in an experiment file; None without one."""
    models = experiments.get("scaling_model") or []
    known = models[0].get("configuration_parameters", {}) if models else {}
    angles, images = known.get("valid_osc_range"), known.get("valid_image_range")
    if not angles or not images or angles[1] <= angles[0]:
        return None
    count = int(images[1]) - int(images[0]) + 1
    return ImageScale(start_deg=float(angles[0]), end_deg=float(angles[1]), images=count)


def resampled(points: Points, at: Sequence[float]) -> tuple[float | None, ...]:
    """Return a smooth curve's values at other places, by straight lines between its points."""
    known = [(x, y) for x, y in zip(points.x, points.y, strict=True) if y is not None]
    if not known:
        return (None,) * len(at)
    x, y = zip(*known, strict=True)
    return tuple(float(value) for value in np.interp(at, x, y))


def images_of(points: Points) -> tuple[int, ...]:
    """Return the number of the image of each point in its sweep, from 1: ``0: 17`` is image 17 of the first sweep."""
    if points.labels:
        numbers = [label.rpartition(":")[2].strip() for label in points.labels]
        if all(number.isdigit() for number in numbers):
            return tuple(int(number) for number in numbers)
    return tuple(round(x) for x in points.x)


def differences_of(points: Points | None) -> Points | None:
    """Return R_d by the number of images between two measurements; DIALS counts from the sweep's first number."""
    return points and Points(x=tuple(x - points.x[0] for x in points.x), y=points.y)
