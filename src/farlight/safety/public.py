"""The door of safety."""

from farlight.safety.queries import knows_training, trainings_for
from farlight.safety.services.trainings import define_trainings, note_training

__all__ = ["define_trainings", "knows_training", "note_training", "trainings_for"]
