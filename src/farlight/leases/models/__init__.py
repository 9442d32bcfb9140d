"""The rows of channels, keys and certificates."""

from farlight.leases.models.certificate import SshCertificate
from farlight.leases.models.channel import OpenChannel
from farlight.leases.models.key import SshKey

__all__ = ["OpenChannel", "SshCertificate", "SshKey"]
