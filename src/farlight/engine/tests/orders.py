"""Orders and engines for tests: the simulated beamline with a tiny detector."""

import threading
from contextlib import contextmanager

from farlight.engine.messages import CollectionOrder, SampleInBeam
from farlight.engine.runner import BeamlineEngine

SAMPLE = SampleInBeam(code="s-1", name="Lyso 1", acronym="lyso", container="P-7", position=3)


def order(directory, ticket="r-1", **changes):
    parts = {
        "ticket": ticket,
        "sample": SAMPLE,
        "directory": directory,
        "prefix": "lyso_1",
        "start_deg": 10.0,
        "width_deg": 0.5,
        "images": 6,
        "exposure_time_s": 0.002,
        "energy_ev": 12_658.0,
        "transmission_frac": 0.5,
        "detector_distance_mm": 120.0,
    }
    return CollectionOrder(**(parts | changes))


@contextmanager
def simulated_engine(messages, **options):
    engine = BeamlineEngine(
        "farlight.simulator.beamline:build",
        {"detector": "tiny", "mount_time_s": 0.0, "instant_motors": True, **options},
        messages,
    )
    engine.connect()
    try:
        yield engine
    finally:
        engine.close()


class When:
    """Receives messages, and acts once when a message fits."""

    def __init__(self, fits):
        self.messages = []
        self.act = None
        self._fits, self._done = fits, threading.Event()

    def __call__(self, message):
        self.messages.append(message)
        if not self._done.is_set() and self._fits(message):
            self._done.set()
            self.act()
