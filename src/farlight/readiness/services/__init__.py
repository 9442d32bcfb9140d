"""What is done with checks."""
