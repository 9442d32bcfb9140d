"""Rules of people, with plain values."""
