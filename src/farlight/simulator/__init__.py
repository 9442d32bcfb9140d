"""A beamline without a synchrotron: ophyd-async devices that move, diffract and write files as real ones do.

Loaded by the engine by name (``farlight.simulator.beamline:build``, ``farlight.simulator.replay:build``); imported by
nobody.
"""
