"""What imports cannot show, kept by tests; import-linter keeps the rest. Exceptions stand in ``exceptions.toml``."""
