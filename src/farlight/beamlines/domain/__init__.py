"""Rules of beamlines."""
