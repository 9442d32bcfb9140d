"""Diffraction of a rotating crystal, computed forward: from a cell and a space group to counts in pixels.

The laboratory frame of this package is that of imgCIF and DIALS: x along the rotation axis, z from the sample to the
source (the beam travels along -z), y upwards. The detector stands across the beam; its fast direction is +x, its slow
direction -y. Lengths on the detector are millimetres, in reciprocal space 1/Å.

It serves the simulated beamline, and the tests of everything that reads images.
"""
