"""A courier that does not exist, with delays, customs and losses: for the demo, for tests, and to try a facility file.

Its luck follows from the tracking number alone, so that it says tomorrow what it said today, in every process.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from farlight.kernel.ids import new_opaque_id
from farlight.shipping.domain.ports import CourierMessage, Trip
from farlight.shipping.types import Direction, Move, SimulationDefinition

UNION = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905 - a list of words
)
"""Countries between which there are no customs."""
_HUBS = ("Leipzig hub", "Brussels hub", "Bergamo hub", "East Midlands hub", "Cincinnati hub")


class SimulatedCourier:
    """Carries parcels in the clock's time.

    Parameters
    ----------
    simulation : SimulationDefinition
        How fast and how well.
    """

    def __init__(self, simulation: SimulationDefinition) -> None:
        self._simulation = simulation

    def tracking_number(self, trip: Trip) -> str:  # noqa: ARG002 - the port's signature
        """Return a new number."""
        return f"SIM{new_opaque_id(length=9).upper()}"

    def messages(self, trip: Trip, *, now: datetime) -> Sequence[CourierMessage]:
        """Return what was said until now."""
        return [message for message in self._all(trip) if message.at <= now]

    def _all(self, trip: Trip) -> Iterator[CourierMessage]:
        """Yield everything that will ever be said of a trip."""
        luck = random.Random(trip.tracking)  # noqa: S311 - luck, not secrecy
        clock = _Clock(trip.begins_at, timedelta(seconds=self._simulation.day_s))
        crosses = trip.origin != trip.destination and not {trip.origin, trip.destination} <= UNION
        is_lost = luck.random() < self._simulation.loss_frac
        is_late = luck.random() < self._simulation.delay_frac
        is_held = crosses and luck.random() < self._simulation.customs_hold_frac
        hub = luck.choice(_HUBS)
        if trip.direction is Direction.OUT:
            yield clock.say(0.05, Move.POST, trip.origin, "Fetched from the sender.")
        yield clock.say(0.4, Move.SIGHT, hub, "Sorted.")
        if is_late:
            yield clock.say(1.0, Move.SIGHT, hub, "Missed its flight: a day later.")
        if crosses:
            yield from _customs(clock, trip.destination, is_held=is_held)
        if is_lost:
            yield clock.say(2.0, Move.REPORT_LOST, hub, "Not found; being looked for.")
            return
        yield clock.say(0.4, Move.SIGHT, trip.destination, "Out for delivery.")
        arrived = Move.DELIVER if trip.direction is Direction.OUT else Move.CONFIRM_RETURN
        yield clock.say(0.15, arrived, trip.destination, "Delivered.")


def _customs(clock: "_Clock", country: str, *, is_held: bool) -> Iterator[CourierMessage]:
    yield clock.say(0.2, Move.HOLD_AT_CUSTOMS, country, "Asked for papers." if is_held else "At customs.")
    yield clock.say(1.3 if is_held else 0.3, Move.RELEASE_FROM_CUSTOMS, country, "Released by customs.")


class _Clock:
    """Counts a courier's days."""

    def __init__(self, start: datetime, day: timedelta) -> None:
        self._at, self._day = start, day

    def say(self, days: float, move: Move, place: str, text: str) -> CourierMessage:
        """Return a message some days later."""
        self._at += days * self._day
        return CourierMessage(move=move, at=self._at, place=place, text=text)
