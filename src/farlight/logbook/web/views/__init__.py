"""What the pages of the logbook answer."""
