"""The rows of channels and keys."""

from farlight.leases.models.channel import OpenChannel
from farlight.leases.models.key import SshKey

__all__ = ["OpenChannel", "SshKey"]
