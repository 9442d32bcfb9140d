"""Ways to tell a beamline to collect, and to be the only one who does."""
