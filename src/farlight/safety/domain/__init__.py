"""Rules of trainings, with plain values."""
