"""Rules of the logbook, with plain values."""
