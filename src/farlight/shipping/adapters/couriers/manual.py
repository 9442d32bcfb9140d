"""Couriers that people speak with themselves: they type what the courier tells them."""

from collections.abc import Sequence
from datetime import datetime

from farlight.shipping.domain.ports import CourierMessage, Trip


class ManualCourier:
    """Knows nothing and says nothing."""

    def tracking_number(self, trip: Trip) -> str:  # noqa: ARG002 - the port's signature
        """Return nothing: the number stands on the courier's paper."""
        return ""

    def messages(self, trip: Trip, *, now: datetime) -> Sequence[CourierMessage]:  # noqa: ARG002 - the port's signature
        """Return nothing."""
        return ()
