"""What happens to statistics."""

from farlight.kernel.events import Event


class YearFrozen(Event):
    """The figures of a year that is over stay as they are from now on."""

    year: int
    parcels: int
