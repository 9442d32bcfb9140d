"""What is done with beamlines."""
