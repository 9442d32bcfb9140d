"""The channel of the lease that is open while something is downloaded: whoever closes it ends the download.

One channel stands for a download, however many requests that needs: a client that fetches eight pieces side by side, or
goes on where the line broke, opens no new one within half a minute. SFTP opens its own.
"""

from datetime import datetime

from farlight.leases.public import close_channel, closed_among, open_channel, stay
from farlight.leases.types import ChannelKind, Ending
from farlight.people.types import Actor
from farlight.transfer.models import Download


def hold(row: Download, *, session: str, person: Actor, now: datetime) -> None:
    """Open a channel for a download that has none open.

    Raises
    ------
    NotAllowed
        When the lease does not let this person download, with every reason.
    """
    if row.channel and not closed_among([row.channel]):
        return
    channel = open_channel(
        person=person, session_code=session, kind=ChannelKind.DOWNLOADS, address=row.address, now=now
    )
    row.channel = channel.code


def still_held(row: Download, *, now: datetime) -> bool:
    """Whether a download may go on; its channel is said to be alive.

    A channel that was taken for dead while its process was held up is no reason to end: it is only open no more.
    """
    ending = closed_among([row.channel]).get(row.channel) if row.channel else None
    if ending is Ending.LOST:
        row.channel = ""
    elif ending is None and row.channel:
        stay([row.channel], now=now)
    return ending in {None, Ending.LOST}


def let_go(row: Download, *, now: datetime, why: Ending = Ending.LEFT) -> None:
    """Close the channel of a download of which nothing is sent any more."""
    if row.channel:
        close_channel(row.channel, now=now, why=why)
        row.channel = ""
