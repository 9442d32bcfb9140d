"""Addresses and views of the pages."""
