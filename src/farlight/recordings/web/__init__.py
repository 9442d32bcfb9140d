"""The pages of recordings."""
