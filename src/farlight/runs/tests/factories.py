"""Runs for tests."""

from farlight.beamtime.public import session_folder
from farlight.kernel.time import utc_now
from farlight.runs.services.recording import NewRun, end_run, start_run
from farlight.runs.types import RunState


def make_run(session, number=1):
    """A run whose files lie in ``raw/run-001``."""
    folder = session_folder(session.code) / "raw" / f"run-{number:03d}"
    folder.mkdir(parents=True, exist_ok=True)
    start_run(
        new=NewRun(
            session=session.code,
            number=number,
            kind="rotation",
            request=f"r-{number}",
            sample="",
            sample_name="lyso",
            detector="EIGER2 1M",
            directory=str(folder),
            master=str(folder / "lyso_master.h5"),
            images=10,
            start_deg=0.0,
            width_deg=0.1,
            exposure_time_s=0.01,
            energy_ev=12658.0,
            transmission_frac=1.0,
            detector_distance_mm=130.0,
            started=utc_now(),
        )
    )
    return folder


def make_ended_run(session, number=1, *, frames=10, outcome="finished"):
    """A run that is over, with so many images."""
    folder = make_run(session, number)
    end_run(session=session.code, number=number, frames=frames, outcome=RunState(outcome), reason="")
    return folder
