"""What is done with sessions."""
