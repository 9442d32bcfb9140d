"""Rules of transfer, with plain values."""
