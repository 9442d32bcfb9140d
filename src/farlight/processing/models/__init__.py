"""Processings' rows."""

from farlight.processing.models.processing import UNDER_WAY, Processing

__all__ = ["UNDER_WAY", "Processing"]
