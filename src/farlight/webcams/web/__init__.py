"""Cameras in browsers."""
