"""Keys that sign."""
