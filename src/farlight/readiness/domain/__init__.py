"""Rules of checks, with plain values."""
