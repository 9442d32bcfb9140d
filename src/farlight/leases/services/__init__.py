"""What is done with channels: they are opened and closed."""
