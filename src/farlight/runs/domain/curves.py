"""The plots of scans and powders: numbers to draw, and what they say in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from farlight.runs.types import Findings, RunSummary
from farlight.science.absorption.edge_scans import NoEdgeFoundError, edge_curves
from farlight.science.absorption.spectra import spectrum_of
from farlight.science.absorption.table import Edge, edge_named
from farlight.science.findings import EdgeFindings, ScanFindings, SpectrumFindings
from farlight.science.radial_average import RadialAverage
from farlight.science.scan_tables import ScanTable
from farlight.science.scans import Axis, AxisScan, EdgeScan

ELEMENTS_NAMED = 5
Values = tuple[float | None, ...]


class CurveAlong(StrEnum):
    """What a curve runs along, with its unit."""

    ENERGY = "energy"
    """eV."""
    Q = "q"
    """Scattering vector, 1/Å."""
    MICRONS = "microns"
    DEGREES = "degrees"


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A place worth a word."""

    at: float
    word: str


NO_MARKS: tuple[Mark, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CurveLine:
    """A row of numbers in a plot."""

    word: str
    unit: str = ""
    decimals: int = 2
    look: str = "line"
    """``line``, ``dots`` or ``dashes``."""
    is_right: bool = False
    """Whether it belongs to the axis on the right."""
    values: Values
    """As many as the curve's ``along_values``; None where there is no number."""


@dataclass(frozen=True, kw_only=True)
class Curve:
    """A plot."""

    name: str
    title: str
    along: CurveAlong
    along_values: tuple[float, ...]
    lines: tuple[CurveLine, ...]
    words: str
    """What it shows, in a sentence."""
    marks: tuple[Mark, ...] = ()
    is_log: bool = False
    """Whether the axis on the left is logarithmic."""


def curves_of_scan(run: RunSummary, table: ScanTable) -> tuple[Curve, ...]:
    """Return the plots of a scan, with what was found in it."""
    match run.layout:
        case EdgeScan():
            return (_edge_curve(run.layout, table, run.findings),)
        case AxisScan():
            return (_axis_curve(run.layout, table, run.findings),)
        case _:
            return (_spectrum_curve(table, run.findings, run.energy_ev),)


def _edge_curve(scan: EdgeScan, table: ScanTable, found: Findings | None) -> Curve:
    counts = CurveLine(word="Fluorescence", unit="counts", decimals=0, look="dots", values=_values(table.signal, 1))
    words, marks = f"{scan.element} {scan.edge} edge", NO_MARKS
    lines: tuple[CurveLine, ...] = (counts,)
    edge = edge_named(scan.element, scan.edge)
    if isinstance(found, EdgeFindings) and edge is not None:
        words = f"{words}: peak at {found.peak_ev:.1f} eV, inflection at {found.inflection_ev:.1f} eV."
        lines, marks = (counts, *_factors(edge, table)), _edge_marks(found)
    return Curve(
        name="edge", title=f"{scan.element} {scan.edge} edge", along=CurveAlong.ENERGY,
        along_values=_places(table.along, 2), lines=lines, words=words, marks=marks,
    )  # fmt: skip


def _edge_marks(found: EdgeFindings) -> tuple[Mark, ...]:
    return Mark(at=found.inflection_ev, word="inflection"), Mark(at=found.peak_ev, word="peak")


def _factors(edge: Edge, table: ScanTable) -> tuple[CurveLine, ...]:
    """Return f'' and f' of a scan in which the edge was found."""
    try:
        curves = edge_curves(edge, table.along, table.signal, table.monitor)
    except NoEdgeFoundError:
        return ()
    return (
        CurveLine(word="f\N{DOUBLE PRIME}", unit="e", is_right=True, values=_values(curves.f_double_prime, 3)),
        CurveLine(word="f\N{PRIME}", unit="e", is_right=True, look="dashes", values=_values(curves.f_prime, 3)),
    )


def _spectrum_curve(table: ScanTable, found: Findings | None, energy_ev: float) -> Curve:
    inside = table.along <= 1.05 * energy_ev
    seen, where_ev = table.signal[inside], table.along[inside]
    lines = [CurveLine(word="Counts", decimals=0, values=_values(np.maximum(seen, 0.5), 1))]
    marks = NO_MARKS
    words = f"Fluorescence spectrum at {energy_ev:.0f} eV."
    if isinstance(found, SpectrumFindings):
        fitted = spectrum_of(found, table.along, table.signal, energy_ev)[inside]
        lines.append(CurveLine(word="Fit", decimals=0, look="dashes", values=_values(np.maximum(fitted, 0.5), 1)))
        named = found.elements[:ELEMENTS_NAMED]
        marks = tuple(Mark(at=one.line_ev, word=f"{one.element} {one.line_word}") for one in named)
        words = f"{words.removesuffix('.')}: {', '.join(one.element for one in named) or 'no element stands out'}."
    return Curve(
        name="spectrum", title="Fluorescence spectrum", along=CurveAlong.ENERGY, along_values=_places(where_ev, 1),
        lines=tuple(lines), words=words, marks=marks, is_log=True,
    )  # fmt: skip


_ALONG = {Axis.OMEGA: CurveAlong.DEGREES, Axis.ENERGY: CurveAlong.ENERGY}


def _axis_curve(scan: AxisScan, table: ScanTable, found: Findings | None) -> Curve:
    marks, words = NO_MARKS, f"Fluorescence: {scan.axis.word.lower()}"
    if isinstance(found, ScanFindings):
        marks = (Mark(at=found.centre, word="centre"),)
        words = f"{words}, centre at {found.centre:.4g} {scan.axis.unit}."
    return Curve(
        name="scan", title=scan.axis.word, along=_ALONG.get(scan.axis, CurveAlong.MICRONS),
        along_values=_places(table.along, 4), words=words, marks=marks,
        lines=(CurveLine(word="Fluorescence", unit="counts", decimals=0, values=_values(table.signal, 1)),),
    )  # fmt: skip


def curves_of_average(average: RadialAverage) -> tuple[Curve, ...]:
    """Return the plot of a powder's average."""
    q, there = average.q_inverse_angstrom, average.intensity > 0.0
    intensity = np.where(there, average.intensity, np.nan)
    sigma = np.where(there, average.sigma, np.nan)
    uncertainty = CurveLine(word="Uncertainty", decimals=3, look="dashes", values=_values(sigma, 4))
    left_out = f", {len(average.outliers)} left out" if average.outliers else ""
    words = f"Average of {average.frames} frames about the beam{left_out}, from q {q[0]:.3g} to {q[-1]:.3g} 1/Å."
    return (
        Curve(
            name="average", title="Radial average", along=CurveAlong.Q, along_values=_places(q, 5),
            lines=(CurveLine(word="I(q)", decimals=2, values=_values(intensity, 4)), uncertainty),
            words=words, is_log=True,
        ),
    )  # fmt: skip


def _places(values: npt.NDArray[np.float64], decimals: int) -> tuple[float, ...]:
    return tuple(round(float(value), decimals) for value in values)


def _values(values: npt.NDArray[np.float64], decimals: int) -> Values:
    return tuple(round(float(value), decimals) if np.isfinite(value) else None for value in values)


_COLUMNS = {
    CurveAlong.ENERGY: "energy_ev",
    CurveAlong.Q: "q_inverse_angstrom",
    CurveAlong.MICRONS: "position_um",
    CurveAlong.DEGREES: "omega_deg",
}


def table_of(curve: Curve) -> Iterator[tuple[str, ...]]:
    """Return the numbers of a plot as rows of text, the first one with their names."""
    yield _COLUMNS[curve.along], *(line.word for line in curve.lines)
    for place, *values in zip(curve.along_values, *(line.values for line in curve.lines), strict=True):
        yield str(place), *("" if value is None else str(value) for value in values)
