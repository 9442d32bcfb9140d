"""Where the viewer meets files."""
