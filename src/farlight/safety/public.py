"""The door of safety."""

from farlight.safety.queries import knows_training, trainings_for, trainings_offered
from farlight.safety.services.trainings import define_trainings, note_training, note_trainings, withdraw_training

__all__ = [
    "define_trainings",
    "knows_training",
    "note_training",
    "note_trainings",
    "trainings_for",
    "trainings_offered",
    "withdraw_training",
]
