"""Farlight, the e-synchrotron: a whole remote experiment, and the facility's side of it, as one system."""

__version__ = "0.1.0"
