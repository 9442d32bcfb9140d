"""The door of leases."""

from farlight.leases.adapters.authority import authority_fingerprint, authority_line
from farlight.leases.queries import (
    channels_in,
    closed_among,
    last_ssh_of,
    lease_of,
    open_channels_of,
    register_condition,
    verdict_on,
)
from farlight.leases.services.certificates import (
    certificate_line,
    certificate_with,
    certificates_left_among,
    certificates_of,
    forget_certificates,
    issue_certificate,
    note_certificate_use,
    revoke_certificate,
    revoke_serials,
    rotate_authority,
)
from farlight.leases.services.channels import (
    close_channel,
    close_channel_for,
    close_channels,
    close_opened_with,
    keep_channels,
    open_channel,
    stay,
)
from farlight.leases.services.keys import add_key, key_with, keys_counting_among, keys_of, note_use, remove_key
from farlight.leases.watching import Over, watched, watched_here

__all__ = [
    "Over",
    "add_key",
    "authority_fingerprint",
    "authority_line",
    "certificate_line",
    "certificate_with",
    "certificates_left_among",
    "certificates_of",
    "channels_in",
    "close_channel",
    "close_channel_for",
    "close_channels",
    "close_opened_with",
    "closed_among",
    "forget_certificates",
    "issue_certificate",
    "keep_channels",
    "key_with",
    "keys_counting_among",
    "keys_of",
    "last_ssh_of",
    "lease_of",
    "note_certificate_use",
    "note_use",
    "open_channel",
    "open_channels_of",
    "register_condition",
    "remove_key",
    "revoke_certificate",
    "revoke_serials",
    "rotate_authority",
    "stay",
    "verdict_on",
    "watched",
    "watched_here",
]
