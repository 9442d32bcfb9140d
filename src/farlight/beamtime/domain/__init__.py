"""Rules of beamtime, with plain values."""
