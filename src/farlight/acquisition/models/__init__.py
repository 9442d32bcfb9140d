"""Acquisition's rows."""

from farlight.acquisition.models.request import Request

__all__ = ["Request"]
