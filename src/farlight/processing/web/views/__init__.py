"""Views of processings, one file a page."""
