"""Pages of a session's people."""
