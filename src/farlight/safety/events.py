"""What happens to trainings."""

from farlight.kernel.events import Event


class TrainingNoted(Event):
    """It was written down until when a training of somebody counts."""

    person: str
    training: str
    until: str
    """ISO 8601, with zone."""
    since: str = ""
    """From when it counts, in the same form; empty for ever since."""


class TrainingWithdrawn(Event):
    """A training of somebody counts no more, before its time."""

    person: str
    training: str
    reason: str
