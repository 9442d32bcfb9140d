"""Programs for those who work on Farlight."""
