"""Figures on a map of the world."""

from farlight.kernel.countries import country_number
from farlight.statistics.types import Breakdown


def map_points(breakdown: Breakdown) -> list[dict[str, str | int]]:
    """Return what a map needs: each country's number (ISO 3166-1 numeric, as world maps have it), name and parcels."""
    pairs = ((country_number(line.key), line) for line in breakdown.lines)
    return [{"number": number, "name": line.label, "parcels": line.figures.parcels} for number, line in pairs if number]
