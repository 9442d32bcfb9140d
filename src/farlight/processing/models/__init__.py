"""Processings' rows."""

from farlight.processing.models.finding import SORTED_LENGTHS, Finding
from farlight.processing.models.processing import UNDER_WAY, Processing

__all__ = ["SORTED_LENGTHS", "UNDER_WAY", "Finding", "Processing"]
