"""What the pages of a session's people answer."""
