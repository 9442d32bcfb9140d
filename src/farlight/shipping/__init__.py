"""Parcels: from the freezer at home to the beamline and back."""
