"""Rules of the viewer."""
