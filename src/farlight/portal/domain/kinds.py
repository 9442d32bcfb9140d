"""Kinds of runs, as the filters of the timeline name them."""

KINDS: tuple[tuple[str, str], ...] = (("", "All"), ("rotation", "Rotations"))
"""Value and word of each filter; the empty value is all of them."""
