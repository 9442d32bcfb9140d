"""From DIALS' numbers to the plots of a result."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from farlight.processing.domain.charts import Along, Chart, Line, Look, ResultCharts, Values
from farlight.processing.domain.damage import b_drift_angstrom2, damage_verdict, rd_trend
from farlight.processing.domain.report_numbers import (
    ImageScale,
    Json,
    Points,
    differences_of,
    images_of,
    points_of,
    resampled,
    smooth_points,
)
from farlight.processing.types import BeamCentres, DamageVerdict
from farlight.science.trends import falling_curve

_SIGNIFICANT: Final = 5
_LEAST_CC_HALF: Final = 0.3
I_OVER_SIGMA: Final = "I/\N{GREEK SMALL LETTER SIGMA}(I)"
_RESOLUTION, _BATCH, _DOSE = "resolution_graphs", "batch_graphs", "dose_plots"


@dataclass(frozen=True, kw_only=True)
class Sources:
    """What the plots are drawn from."""

    report: Json
    """``dials.report``'s JSON."""
    damage: Json
    """``dials.damage_analysis``' JSON; empty when it did not run."""
    scale: ImageScale | None
    first_image: int
    """Number in the run of the first image that was processed."""
    images: int
    """Images that were processed."""
    beam: BeamCentres | None


def drawn(sources: Sources) -> ResultCharts:
    """Return all plots that the numbers allow."""
    by_image = _by_image(sources)
    r_d = differences_of(points_of(sources.damage, _DOSE, "rd_vs_batch_difference"))
    verdict = _verdict(r_d, by_image.get("b"), sources.images) if by_image or r_d else None
    charts = (
        _cc_half(sources.report),
        _i_over_sigma(sources.report),
        _completeness(sources.report),
        _wilson(sources.report),
        _scale_and_b(by_image),
        _r_merge(by_image),
        _damage(r_d, sources.images, verdict),
    )
    return ResultCharts(charts=tuple(one for one in charts if one is not None), damage=verdict, beam=sources.beam)


def _rounded(values: Sequence[float | None]) -> Values:
    return tuple(None if value is None else float(f"{value:.{_SIGNIFICANT}g}") for value in values)


def _d_angstrom(points: Points) -> tuple[float, ...]:
    """DIALS gives 1/d²."""
    return tuple(round(1.0 / math.sqrt(max(x, 1e-9)), 4) for x in points.x)


def _without_zeros(points: Points | None) -> Points | None:
    """DIALS writes 0 for a correlation that cannot be had."""
    return points and Points(x=points.x, y=tuple(value or None for value in points.y))


def _repeats(report: Json, shells: int) -> list[float]:
    """How much each shell tells of its correlation: how much of it was measured, and how often beyond once.

    Shells have equal volumes in reciprocal space, so that the completeness stands for the number of reflections.
    """
    complete = points_of(report, _RESOLUTION, "completeness", "Completeness")
    times = points_of(report, _RESOLUTION, "multiplicity_vs_resolution", "Multiplicity")
    if complete is None or times is None or not len(complete.y) == len(times.y) == shells:
        return [1.0] * shells
    return [(part or 0.0) * max((often or 1.0) - 1.0, 0.0) for part, often in zip(complete.y, times.y, strict=True)]


def _cc_half(report: Json) -> Chart | None:
    measured = _without_zeros(points_of(report, _RESOLUTION, "cc_one_half", "CC<sub>½</sub>"))
    if measured is None:
        return None
    critical = _without_zeros(points_of(report, _RESOLUTION, "cc_one_half", "CC<sub>½</sub> critical value"))
    pairs = zip(measured.x, measured.y, _repeats(report, len(measured.x)), strict=True)
    known = [(x, y, weight) for x, y, weight in pairs if y is not None]
    x, y, weights = np.array(known, dtype=np.float64).T if known else np.zeros((3, 0))
    curve = falling_curve(x, y, weights)
    lines = [Line(word="CC½", decimals=3, look=Look.DOTS, values=_rounded(measured.y))]
    words = f"CC½ can be told in {len(x)} of {len(measured.x)} shells only"
    if curve is not None:
        fitted = [float(value) for value in curve.at(np.array(measured.x))]
        lines.append(Line(word="Fit", decimals=3, values=_rounded(fitted)))
        limit_angstrom = curve.d_angstrom_where(_LEAST_CC_HALF)
        is_within = limit_angstrom is not None and limit_angstrom >= 1.0 / math.sqrt(measured.x[-1])
        words = (
            f"CC½ falls to {_LEAST_CC_HALF:g} at {limit_angstrom:.2f} Å by the fit"
            if is_within
            else f"CC½ stays above {_LEAST_CC_HALF:g} to the edge, {_d_angstrom(measured)[-1]:.2f} Å"
        )
    if critical is not None and critical.x == measured.x and any(critical.y):
        lines.append(Line(word="Chance (1 %)", decimals=3, look=Look.DASHES, values=_rounded(critical.y)))
    return _along_resolution("cc_half", "CC½ by resolution", measured, lines, f"{words}.")


def _i_over_sigma(report: Json) -> Chart | None:
    measured = points_of(report, _RESOLUTION, "i_over_sig_i")
    if measured is None:
        return None
    strong = [d for d, y in zip(_d_angstrom(measured), measured.y, strict=True) if y is not None and y >= 2]  # noqa: PLR2004
    far = f"2 or more to {min(strong):.2f} Å" if strong else "below 2 everywhere"
    line = Line(word=I_OVER_SIGMA, decimals=1, values=_rounded(measured.y))
    return _along_resolution(
        "i_over_sigma", f"{I_OVER_SIGMA} by resolution", measured, [line], f"{I_OVER_SIGMA} is {far}."
    )


def _completeness(report: Json) -> Chart | None:
    measured = points_of(report, _RESOLUTION, "completeness", "Completeness")
    if measured is None:
        return None
    percent = [None if value is None else 100 * value for value in measured.y]
    lines = [Line(word="Completeness", unit="%", decimals=1, values=_rounded(percent))]
    times = points_of(report, _RESOLUTION, "multiplicity_vs_resolution", "Multiplicity")
    if times is not None and times.x == measured.x:
        lines.append(Line(word="Multiplicity", decimals=2, is_right=True, values=_rounded(times.y)))
    first, last = percent[0], percent[-1]
    words = f"Completeness goes from {first or 0:.0f} % at low to {last or 0:.0f} % at high resolution."
    return _along_resolution("completeness", "Completeness and multiplicity", measured, lines, words)


def _wilson(report: Json) -> Chart | None:
    measured = points_of(report, _RESOLUTION, "wilson_intensity_plot", "Observed")
    if measured is None:
        return None
    expected = points_of(report, _RESOLUTION, "wilson_intensity_plot", "Expected")
    lines = [Line(word="Measured", look=Look.DOTS, values=_logarithms(measured.y))]
    if expected is not None and expected.x == measured.x:
        lines.append(Line(word="Expected of a protein", look=Look.DASHES, values=_logarithms(expected.y)))
    words = (
        "Logarithm of the mean intensity by resolution: a line that bends up at the end, or a bump, is ice or noise."
    )
    return _along_resolution("wilson", "Wilson plot", measured, lines, words)


def _logarithms(values: Sequence[float | None]) -> Values:
    return _rounded([math.log(value) if value is not None and value > 0 else None for value in values])


def _along_resolution(name: str, title: str, measured: Points, lines: list[Line], words: str) -> Chart:
    return Chart(
        name=name,
        title=title,
        along=Along.RESOLUTION,
        along_values=_d_angstrom(measured),
        lines=tuple(lines),
        words=words,
    )


def _by_image(sources: Sources) -> dict[str, Any]:
    """Per-image numbers by a short name, with ``image`` for the images' numbers in the run."""
    scales = points_of(sources.report, _BATCH, "scale_rmerge_vs_batch", "Scale")
    if scales is None:
        return {}
    in_sweep = images_of(scales)
    found: dict[str, Any] = {"image": tuple(float(number + sources.first_image - 1) for number in in_sweep)}
    found["scale"] = scales.y
    for short, graph, trace in (
        ("r_merge", "scale_rmerge_vs_batch", "R<sub>merge</sub>"),
        ("i_over_sigma", "i_over_sig_i_vs_batch", "I/sigI"),
    ):
        points = points_of(sources.report, _BATCH, graph, trace)
        if points is not None and points.x == scales.x:
            found[short] = points.y
    smooth = smooth_points(sources.report, "smoothly-varying <br>B-factor correction")
    if smooth is not None and sources.scale is not None:
        over_images = Points(x=sources.scale.images_at(smooth.x), y=smooth.y)
        found["b"] = resampled(over_images, in_sweep)
    return found


def _scale_and_b(by_image: dict[str, Any]) -> Chart | None:
    if "scale" not in by_image:
        return None
    lines = [Line(word="Scale", decimals=3, values=_rounded(by_image["scale"]))]
    known = [value for value in by_image["scale"] if value]
    words = f"The scale goes from {known[0]:.2f} to {known[-1]:.2f}" if known else "No image has a scale"
    if "b" in by_image:
        lines.append(Line(word="B factor", unit="Å²", is_right=True, values=_rounded(by_image["b"])))
        words += ", and the B factor is below zero where spots fade at high resolution"
    return _along_images("scale_and_b", "Scale and B factor by image", by_image, lines, f"{words}.")


def _r_merge(by_image: dict[str, Any]) -> Chart | None:
    if "r_merge" not in by_image:
        return None
    lines = [Line(word="R merge", decimals=3, values=_rounded(by_image["r_merge"]))]
    known = sorted((value, image) for value, image in zip(by_image["r_merge"], by_image["image"], strict=True) if value)
    words = f"R merge is largest on image {known[-1][1]:.0f}: {known[-1][0]:.3f}." if known else "No image has an R."
    if "i_over_sigma" in by_image:
        values = _rounded(by_image["i_over_sigma"])
        lines.append(Line(word=I_OVER_SIGMA, decimals=1, look=Look.DASHES, is_right=True, values=values))
    return _along_images("r_merge", f"R merge and {I_OVER_SIGMA} by image", by_image, lines, words)


def _along_images(name: str, title: str, by_image: dict[str, Any], lines: list[Line], words: str) -> Chart:
    along = by_image["image"]
    return Chart(name=name, title=title, along=Along.IMAGE, along_values=along, lines=tuple(lines), words=words)


def _verdict(r_d: Points | None, b_angstrom2: Values | None, images: int) -> DamageVerdict:
    trend = rd_trend(r_d.x, r_d.y, images) if r_d is not None else None
    return damage_verdict(trend, b_drift_angstrom2(b_angstrom2 or ()), images)


def _damage(r_d: Points | None, images: int, verdict: DamageVerdict | None) -> Chart | None:
    if r_d is None or verdict is None:
        return None
    kept = [(x, y) for x, y in zip(r_d.x, r_d.y, strict=True) if y]
    if not kept:
        return None
    along, values = zip(*kept, strict=True)
    lines = [Line(word="R d", decimals=3, look=Look.DOTS, values=_rounded(values))]
    trend = rd_trend(r_d.x, r_d.y, images)
    if trend is not None:
        line = [trend.intercept + trend.slope * x for x in along]
        lines.append(Line(word="Trend", decimals=3, values=_rounded(line)))
    return Chart(
        name="radiation_damage",
        title="Radiation damage",
        along=Along.DIFFERENCE,
        along_values=along,
        lines=tuple(lines),
        words=verdict.words,
    )
