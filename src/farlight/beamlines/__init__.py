"""Beamlines: the instruments, what they can do, and within which limits.

Its words: *beamline*, *detector*, *limits* (what may be asked of it), *engine* (the devices that its acquisition engine
loads). A beamline is data of the facility file, never a subclass. Status channels, webcams and sample changers have
their place here.
"""
