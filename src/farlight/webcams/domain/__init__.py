"""Rules of webcams, with plain values."""
