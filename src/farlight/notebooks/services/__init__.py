"""What is done with notebooks."""
