"""Rules of statistics, with plain values."""
