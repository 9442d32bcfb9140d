"""Two rival groups, for tests: what one sees the other may not even know of."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from farlight.acquisition.events import CollectionEnded, CollectionStarted
from farlight.beamlines.public import define_beamline
from farlight.beamlines.types import BeamlineDefinition, CollectionLimits, DetectorSummary, EngineSettings
from farlight.beamtime.public import schedule_session
from farlight.beamtime.types import AccessMode
from farlight.bus.public import publish
from farlight.kernel.time import utc_now
from farlight.people.public import register_person
from farlight.proposals.public import register_proposal
from farlight.samples.public import register_sample, register_substance
from farlight.samples.types import Hazard
from farlight.science.scans import Layout

DETECTOR = DetectorSummary(
    name="EIGER2 1M", shape=(1065, 1030), pixel_size_mm=0.075, min_distance_mm=80, max_distance_mm=800, max_rate_hz=100
)
LIMITS = CollectionLimits(min_energy_ev=6000, max_energy_ev=20000, min_exposure_time_s=0.01)


@dataclass(frozen=True)
class World:
    """The people and the two sessions that run now."""

    ada: object
    rival: object
    mine: str
    theirs: str


def make_world() -> World:
    """Two groups, two beamlines, a session each that began an hour ago."""
    ada = register_person(username="ada", email="ada@example.org", given_name="Ada", family_name="Okafor")
    rival = register_person(username="rolf", email="rolf@example.org", given_name="Rolf", family_name="Rival")
    sessions = []
    for number, person in enumerate((ada, rival), start=1):
        _beamline(f"sim{number}")
        code = f"mx234{number}"
        register_proposal(code=code, title=f"Secret of {person.full_name}", principal_investigator=person)
        register_sample(
            substance=register_substance(proposal=code, acronym="lyso", name="Lysozyme", hazard=Hazard.GREEN),
            name=f"crystal of {person.full_name}",
        )
        now = utc_now()
        session = schedule_session(
            proposal=code,
            beamline=f"sim{number}",
            start=now - timedelta(hours=1),
            end=now + timedelta(hours=7),
            access_mode=AccessMode.REMOTE,
            title=f"Beamtime of {person.full_name}",
        )
        sessions.append(session.code)
    return World(ada=ada, rival=rival, mine=sessions[0], theirs=sessions[1])


def _beamline(code: str) -> None:
    define_beamline(
        definition=BeamlineDefinition(
            code=code,
            name=f"Simulated {code}",
            technique="macromolecular crystallography",
            detector=DETECTOR,
            limits=LIMITS,
            engine=EngineSettings(devices="farlight.simulator.beamline:build"),
        )
    )


def collect(
    session: str,
    number: int,
    *,
    folder: str = "/nowhere",
    end: bool = True,
    kind: str = "rotation",
    layout: Layout | None = None,
    sample: str = "",
) -> None:
    """Tell of a run as the engine would; call it where handlers run (``django_capture_on_commit_callbacks``)."""
    with transaction.atomic():
        publish(
            CollectionStarted(
                session=session,
                request=f"r-{number}",
                run_number=number,
                run_kind=kind,
                sample=sample,
                sample_name=f"Lyso-{number}",
                directory=folder,
                master=f"{folder}/run_master.h5",
                images=900,
                start_deg=0.0,
                width_deg=0.2,
                exposure_time_s=0.02,
                energy_ev=12658.0,
                transmission_frac=0.3,
                detector_distance_mm=130.0,
                detector=DETECTOR.name,
                started_at=utc_now().isoformat(),
                layout=layout,
            )
        )
        if end:
            publish(_ended(session, number))


def _ended(session: str, number: int) -> CollectionEnded:
    return CollectionEnded(
        session=session,
        request=f"r-{number}",
        run_number=number,
        frames=0,
        outcome="aborted",
        reason="Aborted by Ada Okafor.",
    )
