"""What is done with cameras."""
