"""Couriers, and the papers of parcels as PDF."""
