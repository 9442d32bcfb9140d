from datetime import UTC, datetime, timedelta

import pytest

from farlight.beamtime.public import session_folder
from farlight.bus.models import LoggedEvent
from farlight.config.facility.earlier_runs import enter_earlier_runs
from farlight.config.facility.loading import load_facility
from farlight.config.facility.packaged import demo_facility_file
from farlight.config.facility.reading import read_facility
from farlight.kernel.time import utc_now
from farlight.people.public import person_named
from farlight.runs.public import runs_of_session
from farlight.runs.types import RunState


@pytest.mark.django_db(transaction=True)
def test_last_week_has_a_run_of_real_images_once():
    file = read_facility(demo_facility_file())
    now = utc_now()
    load_facility(file, now=now)
    enter_earlier_runs(file)
    enter_earlier_runs(file)
    (run,) = runs_of_session(person_named("mira"), "mx1001-1").items
    assert (run.state, run.frames, run.sample_name, run.master) == (
        RunState.FINISHED,
        10,
        "insulin-1",
        "raw/run-001/in16c_######.cbf",
    )
    assert abs(run.started - (now - timedelta(days=7, hours=3))) < timedelta(minutes=2)
    assert run.ended - run.started == timedelta(minutes=5)
    assert run.started.tzinfo in {UTC, datetime.now(UTC).tzinfo}
    names = {path.name for path in (session_folder("mx1001-1") / "raw" / "run-001").iterdir()}
    assert {"import.phil", "in16c_010001.cbf", "in16c_010010.cbf"} <= names
    kinds = list(LoggedEvent.objects.filter(stream_id="mx1001-1").values_list("kind", flat=True))
    assert [kind for kind in kinds if kind.startswith(("run-", "processing-"))] == [
        "run-started",
        "run-progressed",
        "run-ended",
        "processing-queued",
    ]
    assert runs_of_session(person_named("tessa"), "mx2002-1").items == ()
