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
from farlight.leases.services.keys import add_key, key_with, keys_counting_among, keys_of, note_use, remove_key
from farlight.leases.watching import Over, watched, watched_here

__all__ = [
    "Over",
    "add_key",
    "channels_in",
    "close_channel",
    "close_channel_for",
    "close_channels",
    "close_opened_with",
    "keep_channels",
    "key_with",
    "keys_counting_among",
    "keys_of",
    "lease_of",
    "note_use",
    "open_channel",
    "open_channels_of",
    "remove_key",
    "watched",
    "watched_here",
]
