"""Channels for tests, and the end of their watch."""

from farlight.leases import queries
from farlight.leases.adapters.authority import Order, sign
from farlight.leases.models import OpenChannel, SshCertificate
from farlight.leases.types import ChannelKind
from farlight.leases.watching import channel_watch


def give_every_kind_a_door(monkeypatch):
    """Let notebooks be offered, whatever the facility has: that is asked by the context that has them."""
    monkeypatch.delitem(queries._conditions, ChannelKind.NOTEBOOK)
    monkeypatch.delitem(queries._offers, ChannelKind.NOTEBOOK)


def channels_open():
    """How many channels are open anywhere."""
    return OpenChannel.objects.filter(closed_at=None).count()


def end_of_watch():
    """Wait until nothing is watched any more."""
    thread = channel_watch._thread
    if thread is not None:
        thread.join(timeout=5)
        assert not thread.is_alive()


def change_certificates(**changes):
    """Make the rows of all certificates say something else."""
    SshCertificate.objects.update(**changes)


def signed(**parts):
    """A certificate that the authority signed and that stands in no row."""
    return sign(Order(**parts))


def endings():
    """Why channels ended, in the order in which they were opened; empty for those that are open."""
    return list(OpenChannel.objects.order_by("pk").values_list("ending", flat=True))
