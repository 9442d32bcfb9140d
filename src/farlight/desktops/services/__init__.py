"""What is done with desktops."""
