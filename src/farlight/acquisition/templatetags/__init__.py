"""Words of collections, for templates."""
