"""Where recordings lie."""
