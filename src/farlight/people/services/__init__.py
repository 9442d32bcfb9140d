"""What is done with people."""
