"""What the pages of the queue answer."""
