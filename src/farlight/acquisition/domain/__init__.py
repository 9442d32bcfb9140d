"""Rules of acquisition, with plain values."""
