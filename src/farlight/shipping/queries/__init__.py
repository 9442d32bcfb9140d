"""Questions about parcels."""
