"""The rows of channels."""

from farlight.leases.models.channel import OpenChannel

__all__ = ["OpenChannel"]
