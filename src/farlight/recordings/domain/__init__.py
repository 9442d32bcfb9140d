"""Rules of recordings, with plain values."""
