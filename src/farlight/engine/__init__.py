"""Acquisition: bluesky's RunEngine, plans and ophyd-async devices behind orders and messages. No Django.

An order (:mod:`farlight.engine.messages`) says what to collect; :class:`farlight.engine.runner.BeamlineEngine`
collects it with the devices of one beamline, and tells by messages what happens. Which devices: a factory, named by
the facility.
"""
