"""Views of statistics."""
