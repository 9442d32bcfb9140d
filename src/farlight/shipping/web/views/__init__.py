"""Pages of parcels."""
