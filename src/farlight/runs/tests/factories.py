"""Runs for tests."""

from farlight.beamtime.public import session_folder
from farlight.kernel.time import utc_now
from farlight.runs.domain.findings import findings_record
from farlight.runs.domain.points import Point
from farlight.runs.models import Run
from farlight.runs.services.overviews import pack_overviews
from farlight.runs.services.recording import NewRun, end_run, start_run
from farlight.runs.services.series import keep_points
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


def point_at(session_code, number, master, *, frames=None):
    """Let a run point at other files, of which so many images are there."""
    changes = {"master": str(master)} | ({} if frames is None else {"frames": frames})
    Run.objects.filter(session__code=session_code, number=number).update(**changes)


def draw_overviews(session_code, number):
    """Let all runs have been looked at, and the overviews of one be there; return whether all are."""
    Run.objects.update(analysis="done")
    return pack_overviews(Run.objects.get(session__code=session_code, number=number).pk)


def keep_values(session_code, number, *, image_number, spots):
    """Let an image of a run have been looked at."""
    run = Run.objects.get(session__code=session_code, number=number)
    point = Point(
        image_number=image_number, spots=spots, resolution_angstrom=2.125, total_intensity=1e6, ice_score=0.25
    )
    keep_points(run_id=run.pk, points=[point], analysed_to=image_number, sampled=False)


def let_be_of(sample, session_code, *numbers):
    """Let some runs have been of a sample."""
    Run.objects.filter(session__code=session_code, number__in=numbers).update(sample=sample, sample_name=sample.name)


def let_be_found(session_code, number, findings, *, frames):
    """Let something have been found in a run of so many images or points."""
    runs = Run.objects.filter(session__code=session_code, number=number)
    runs.update(findings=findings_record(findings), frames=frames)
