"""A facility for measuring: temporary, with one session that runs now."""

import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import django

from farlight.config.experiment.plan import ExperimentPlan, Names, facility_file
from farlight.config.facility.reading import FacilityFile

NAMES = Names(proposal="mx1", beamline="sim1", login="measurer")


@contextmanager
def temporary_state() -> Iterator[Path]:
    """Let settings speak of a folder and a database that go away afterwards."""
    with tempfile.TemporaryDirectory(prefix="farlight-benchmark-", ignore_cleanup_errors=True) as folder:
        before = dict(os.environ)
        os.environ["FARLIGHT_STATE_DIR"] = folder
        os.environ.pop("FARLIGHT_DATABASE_URL", None)
        try:
            yield Path(folder)
        finally:
            os.environ.clear()
            os.environ.update(before)


def make_facility(plan: ExperimentPlan | None = None, names: Names = NAMES) -> str:
    """Set Django up, make the tables and the facility of a plan; return a key for its scientist."""
    django.setup()
    from django.conf import settings  # all of these need Django to be set up
    from django.core.management import call_command

    from farlight.config.facility.loading import load_facility
    from farlight.kernel.time import utc_now
    from farlight.people.public import issue_token, person_named

    call_command("migrate", verbosity=0, interactive=False)
    file: FacilityFile = facility_file(plan or ExperimentPlan(), names, time_zone=settings.TIME_ZONE)
    load_facility(file, now=utc_now())
    person = person_named(names.login)
    if person is None:
        raise RuntimeError("The facility was loaded without its scientist.")
    return issue_token(person=person, label="benchmark", now=utc_now(), valid_for=timedelta(hours=2))


def free_port() -> int:
    """Return a port of the loopback address that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def percentile(values: list[float], percent: int) -> float:
    """Return the value that so many percent of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-percent * len(ordered) // 100) - 1)]
