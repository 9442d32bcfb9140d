"""Checks in browsers."""
