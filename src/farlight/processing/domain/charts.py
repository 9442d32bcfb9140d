"""The plots of a result: numbers to draw, and what they say in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from farlight.processing.types import BeamCentres, DamageLevel, DamageVerdict

Values = tuple[float | None, ...]


class Along(StrEnum):
    """What a chart runs along."""

    RESOLUTION = "resolution"
    """Å, drawn by 1/d², fine to the right."""
    IMAGE = "image"
    """Number of the image in its run, from 1."""
    DIFFERENCE = "difference"
    """How many images lie between two measurements."""


class Look(StrEnum):
    """How a line is drawn."""

    LINE = "line"
    DOTS = "dots"
    DASHES = "dashes"


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row of numbers in a chart."""

    word: str
    unit: str = ""
    decimals: int = 2
    look: Look = Look.LINE
    is_right: bool = False
    """Whether it belongs to the axis on the right."""
    values: Values
    """As many as the chart's ``along_values``; None where there is no number."""


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A plot."""

    name: str
    """Stands in pages and addresses."""
    title: str
    along: Along
    along_values: tuple[float, ...]
    lines: tuple[Line, ...]
    words: str
    """What it shows, in a sentence."""


@dataclass(frozen=True, kw_only=True)
class ResultCharts:
    """All plots of a result, and what was concluded from their numbers."""

    charts: tuple[Chart, ...] = ()
    damage: DamageVerdict | None = None
    beam: BeamCentres | None = None

    def named(self, name: str) -> Chart | None:
        """Return a chart by its name; None when there is none."""
        return next((chart for chart in self.charts if chart.name == name), None)


def charts_from(record: Mapping[str, Any]) -> ResultCharts:
    """Read charts back from their JSON form (``dataclasses.asdict``)."""
    charts = tuple(
        Chart(
            **{
                **one,
                "along": Along(one["along"]),
                "along_values": tuple(one["along_values"]),
                "lines": tuple(
                    Line(**{**line, "look": Look(line["look"]), "values": tuple(line["values"])})
                    for line in one["lines"]
                ),
            }
        )
        for one in record["charts"]
    )
    damage, beam = record.get("damage"), record.get("beam")
    return ResultCharts(
        charts=charts,
        damage=DamageVerdict(**{**damage, "level": DamageLevel(damage["level"])}) if damage else None,
        beam=beam_from(beam) if beam else None,
    )


def beam_from(record: Mapping[str, Any]) -> BeamCentres:
    """Read beam centres back."""
    fast, slow = record["start_px"]
    refined_fast, refined_slow = record["refined_px"]
    return BeamCentres(
        start_px=(fast, slow), refined_px=(refined_fast, refined_slow), shift_mm=float(record["shift_mm"])
    )


@dataclass(frozen=True, kw_only=True)
class TableRow:
    """A row of a chart's table: where along, then a value a line."""

    along: float
    values: Values


MOST_ROWS = 40


def rows_of(chart: Chart) -> tuple[TableRow, ...]:
    """Return a chart's numbers as rows, evenly thinned out to `MOST_ROWS`; the last is always there."""
    count = len(chart.along_values)
    step = max(-(-count // MOST_ROWS), 1)
    places = sorted({*range(0, count, step), count - 1}) if count else []
    return tuple(
        TableRow(along=chart.along_values[place], values=tuple(line.values[place] for line in chart.lines))
        for place in places
    )
