"""Acquisition's rows."""

from farlight.acquisition.models.handling import Handling
from farlight.acquisition.models.request import Request

__all__ = ["Handling", "Request"]
