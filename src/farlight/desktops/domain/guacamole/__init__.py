"""What is said between a Guacamole client and `guacd`, as plain values."""
