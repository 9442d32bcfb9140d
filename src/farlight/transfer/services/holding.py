"""The channel of the lease that is open while something is downloaded: whoever closes it ends the download.

One channel stands for a download, however many requests that needs: a client that fetches eight pieces side by side, or
goes on where the line broke, opens no new one within half a minute. SFTP opens its own.
"""

from collections.abc import Iterable
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


def look_at_channels(codes: Iterable[str], *, now: datetime) -> tuple[set[str], set[str]]:
    """Say that the channels of downloads are alive; return those that were lost, and those that somebody closed.

    A channel that was taken for dead while its process was held up is no reason to end: it is only open no more.
    """
    asked = {code for code in codes if code}
    endings = closed_among(asked)
    if alive := sorted(asked - endings.keys()):
        stay(alive, now=now)
    lost = {code for code, ending in endings.items() if ending is Ending.LOST}
    return lost, endings.keys() - lost


def let_go(row: Download, *, now: datetime, why: Ending = Ending.LEFT) -> None:
    """Close the channel of a download of which nothing is sent any more."""
    if row.channel:
        close_channel(row.channel, now=now, why=why)
        row.channel = ""
