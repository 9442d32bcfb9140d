"""What is done with samples."""
