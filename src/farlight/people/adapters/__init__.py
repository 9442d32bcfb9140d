"""Fittings to the sign-on library."""
