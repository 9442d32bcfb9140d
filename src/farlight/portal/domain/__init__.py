"""Rules of the pages, with plain values."""
