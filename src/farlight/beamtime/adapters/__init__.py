"""Fittings to the storage."""
