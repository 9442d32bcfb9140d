"""Rules of notebooks."""
