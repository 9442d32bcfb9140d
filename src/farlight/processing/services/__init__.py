"""What changes processings."""
