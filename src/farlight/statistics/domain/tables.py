"""A breakdown as rows of a table, for spreadsheet programs."""

from farlight.statistics.types import Breakdown, Figures

_DAY_S = 86_400

COLUMNS = (
    "parcels",
    "dewars",
    "shipments",
    "door to door, median (d)",
    "door to door, 90 % (d)",
    "way home, median (d)",
    "way home, 90 % (d)",
    "in time (%)",
    "warm (%)",
    "damaged (%)",
    "lost (%)",
)


def rows_of(breakdown: Breakdown) -> list[list[object]]:
    """Return the head and a row a line; what is not told is empty.

    Durations are in days, shares in percent, both to one decimal.
    """
    head: list[object] = [breakdown.dimension.label, "code", *COLUMNS]
    lines = [[line.label, line.key, *_cells(line.figures)] for line in breakdown.lines]
    total = [["all", "", *_cells(breakdown.total)]] if breakdown.total else []
    return [head, *lines, *total]


def _cells(figures: Figures) -> list[object]:
    spreads = (figures.outward.p50_s, figures.outward.p90_s, figures.homeward.p50_s, figures.homeward.p90_s)
    shares = (figures.in_time_frac, figures.warm_frac, figures.damaged_frac, figures.lost_frac)
    return [
        figures.parcels,
        figures.dewars,
        figures.shipments,
        *(None if s is None else round(s / _DAY_S, 1) for s in spreads),
        *(None if f is None else round(100 * f, 1) for f in shares),
    ]


MEANINGS = (
    "A parcel counts for the year in which its sender made it, and for the country that it was sent from.",
    "Door to door: from being posted until stores received it. Way home: from handing over until it was back.",
    "Median and 90 % are what half and nine tenths of them took at most (linear interpolation, type 7).",
    "In time: received before its session began, of those that had a session and were received.",
    "Warm and damaged: once found so at the facility, of those that were received. Lost: of those that were posted.",
    "Figures of a year are frozen a month after it ended.",
    "What everybody may see tells no times or shares of fewer than five parcels, nor that fewer than five are dewars.",
    "Countries, carriers and so on of fewer than five parcels or three proposals are put together there.",
)
"""What each number means, in sentences."""
