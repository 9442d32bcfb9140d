"""What is done with records: they are written, sealed, and lose their personal part."""
