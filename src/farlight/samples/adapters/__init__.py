"""What samples are read from and written to."""
