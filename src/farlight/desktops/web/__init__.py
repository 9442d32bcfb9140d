"""Desktops in browsers."""
