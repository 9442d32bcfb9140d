"""Processing in a browser."""
