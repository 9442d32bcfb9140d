"""One file a story."""
