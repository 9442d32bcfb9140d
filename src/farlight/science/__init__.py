"""What the light does and what images say about it: pure numpy, scipy, numba and gemmi; no Django."""
