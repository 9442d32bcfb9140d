"""Words of shipping in templates."""
