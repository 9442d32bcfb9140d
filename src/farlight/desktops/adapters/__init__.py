"""VNC servers: starting them, and speaking to them."""
