"""Rows of transfer."""

from farlight.transfer.models.checksums import ChecksumList
from farlight.transfer.models.download import Download
from farlight.transfer.models.globus import GlobusShare
from farlight.transfer.models.policy import TransferPolicy
from farlight.transfer.models.selection import Selection

__all__ = ["ChecksumList", "Download", "GlobusShare", "Selection", "TransferPolicy"]
