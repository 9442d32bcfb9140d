"""Files that statistics are sent as."""
