"""What the pages of samples answer."""
