"""The door of leases."""

from farlight.leases.queries import channels_in, lease_of, open_channels_of
from farlight.leases.services.channels import (
    close_channel,
    close_channel_for,
    close_channels,
    close_opened_with,
    keep_channels,
    open_channel,
)
from farlight.leases.watching import Over, watched, watched_here

__all__ = [
    "Over",
    "channels_in",
    "close_channel",
    "close_channel_for",
    "close_channels",
    "close_opened_with",
    "keep_channels",
    "lease_of",
    "open_channel",
    "open_channels_of",
    "watched",
    "watched_here",
]
