"""Questions about samples."""
