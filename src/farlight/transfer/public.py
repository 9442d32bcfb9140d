"""The door of transfer. Whatever sends files of a session (the gateway, too) tells here who takes what."""

from datetime import datetime

from farlight.transfer.domain.downloads import Asked, DownloadState, Way
from farlight.transfer.services.following import Taken, forget_addresses, record_taken, settle_downloads
from farlight.transfer.services.policy import define_transfer
from farlight.transfer.services.selecting import forget_old_selections

__all__ = [
    "Asked",
    "DownloadState",
    "Taken",
    "Way",
    "define_transfer",
    "forget_old_transfers",
    "record_taken",
    "settle_downloads",
]


def forget_old_transfers(*, now: datetime) -> None:
    """Forget what is kept no longer: from where files were taken, and selections that nobody made again."""
    forget_addresses(now=now)
    forget_old_selections(now=now)
