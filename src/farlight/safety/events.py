"""What happens to trainings."""

from farlight.kernel.events import Event


class TrainingNoted(Event):
    """It was written down until when a training of somebody counts."""

    person: str
    training: str
    until: str
    """ISO 8601, with zone."""
