"""Sessions in which something can be collected, for tests: a tiny detector, two rival groups."""

import dataclasses
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

from farlight.acquisition.models import Request
from farlight.acquisition.services.engine_loop import run_engine
from farlight.acquisition.services.queueing import queue_collection
from farlight.acquisition.types import CollectionParameters
from farlight.beamlines.public import define_beamline
from farlight.beamlines.tests.factories import a_definition
from farlight.beamlines.types import CollectionLimits, DetectorSummary, EngineSettings
from farlight.beamtime.public import set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import TeamRole
from farlight.bus.public import watch
from farlight.people.tests.factories import make_person
from farlight.samples.tests.factories import make_sample

SWEEP = CollectionParameters(images=6, exposure_time_s=0.002, detector_distance_mm=120.0)
DETECTOR = DetectorSummary(
    name="Tiny 2 x 2 (simulated)",
    shape=(256, 256),
    pixel_size_mm=0.3,
    min_distance_mm=80,
    max_distance_mm=800,
    max_rate_hz=1000,
)
LIMITS = CollectionLimits(min_energy_ev=6000, max_energy_ev=20000, min_exposure_time_s=0.001)
ENGINE = EngineSettings(
    devices="farlight.simulator.beamline:build",
    options={"detector": "tiny", "mount_time_s": 0.0, "instant_motors": True},
)


@dataclass
class Experiment:
    """A group with a running session, and its rivals."""

    ada: Any
    observer: Any
    rival: Any
    session: str
    sample: str
    rival_session: str
    rival_sample: str

    def queue(self, sample=None, **changes):
        parameters = dataclasses.replace(SWEEP, **changes)
        return queue_collection(session=self.session, sample=sample or self.sample, parameters=parameters, by=self.ada)

    def state_of(self, request):
        return Request.objects.get(code=request.code).state


def make_experiment(engine=ENGINE):
    ada, observer, rival = make_person("ada"), make_person("olga"), make_person("rolf")
    session = make_session(ada, "mx2341", beamline="sim1")
    rivals = make_session(rival, "mx2342", beamline="sim2")
    set_team_member(session=session, person=observer, role=TeamRole.OBSERVER)
    for code in ("sim1", "sim2"):
        define_beamline(definition=a_definition(code, detector=DETECTOR, limits=LIMITS, engine=engine))
    return Experiment(
        ada=ada,
        observer=observer,
        rival=rival,
        session=session.code,
        sample=make_sample("mx2341", "Lyso ÄÖ 1").code,
        rival_session=rivals.code,
        rival_sample=make_sample("mx2342", "secret").code,
    )


@contextmanager
def engine_running(beamline="sim1"):
    """An engine at work in a thread of its own."""
    stop, errors = threading.Event(), []

    def work():
        try:
            run_engine(beamline, stop)
        except RuntimeError as error:
            errors.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(timeout=30)
        watch.stop()
    assert not thread.is_alive()
    assert errors == []


def wait_for(condition, patience_s=20.0):
    end = time.monotonic() + patience_s
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)
