"""Channels for tests, and the end of their watch."""

from farlight.leases.models import OpenChannel
from farlight.leases.watching import channel_watch


def channels_open():
    """How many channels are open anywhere."""
    return OpenChannel.objects.filter(closed_at=None).count()


def end_of_watch():
    """Wait until nothing is watched any more."""
    thread = channel_watch._thread
    if thread is not None:
        thread.join(timeout=5)
        assert not thread.is_alive()
