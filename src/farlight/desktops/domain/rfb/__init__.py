"""The remote framebuffer protocol (RFC 6143, and the registry of its extensions), as far as it is let through."""
