"""Rules of samples, with plain values."""
