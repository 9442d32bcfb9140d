"""Ways to have a camera's pictures."""
