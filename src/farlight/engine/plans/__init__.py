"""What a beamline does for an order, as bluesky plans."""
