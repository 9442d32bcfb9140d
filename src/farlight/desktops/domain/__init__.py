"""Rules of desktops, with plain values."""
