"""The experiment itself: make a facility, start processes, queue a rotation, follow the session's events."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

from farlight.acquisition.public import queue_collection
from farlight.bus.public import entries_after, wait_for_news, watch
from farlight.config.experiment.errors import ExperimentFailed
from farlight.config.experiment.following import LOOK_AT_LOGS, Progress
from farlight.config.experiment.plan import ExperimentPlan, Names, facility_file
from farlight.config.experiment.report import report_of, seconds_of
from farlight.config.facility.groups import known_person
from farlight.config.facility.loading import load_facility
from farlight.config.processes import DEATHS_THAT_ARE_ENOUGH, background_processes, tail_of
from farlight.config.supervisor import Supervisor
from farlight.kernel.errors import FarlightError
from farlight.kernel.time import utc_now
from farlight.samples.public import samples_of_session

LOOK_S = 2.0
"""Without news, look this often whether a process dies again and again, or time is up."""

Tell = Callable[[str], None]


def run_experiment(plan: ExperimentPlan, names: Names, tell: Tell) -> dict[str, Any]:
    """Do the experiment from beginning to end; return its report.

    Raises
    ------
    ExperimentFailed
        When a stage fails, or time is up.
    """
    began = utc_now()
    logs: Path = settings.FARLIGHT_STATE_DIR / "logs"
    deaths: list[str] = []
    with Supervisor(environment=os.environ, logs=logs, tell=deaths.append) as supervisor:
        watching = threading.Thread(target=supervisor.watch, name="supervisor")
        try:
            _make_facility(plan, names, tell)
            supervisor.start(*background_processes([names.beamline]))
            watching.start()
            progress = Progress(tell=tell)
            person = _queue(plan, names)
            _follow(names.session, progress, supervisor, plan.time_limit_s)
            report = report_of(person, names.session, progress, plan)
        finally:
            supervisor.request_stop()
            if watching.is_alive():
                watching.join()
            watch.stop()
    report["seconds"] = seconds_of(progress.moments, began, utc_now())
    report["notes"] += deaths
    return report


def _make_facility(plan: ExperimentPlan, names: Names, tell: Tell) -> None:
    tell(f"facility: session {names.session} in {settings.FARLIGHT_STATE_DIR}")
    try:
        call_command("migrate", verbosity=0, interactive=False)
        load_facility(facility_file(plan, names, time_zone=settings.TIME_ZONE), now=utc_now())
    except FarlightError as error:
        raise ExperimentFailed("facility", error.message) from error


def _queue(plan: ExperimentPlan, names: Names) -> Any:
    """Queue the rotation as the scientist; return the person."""
    person = known_person(names.login)
    (sample,) = samples_of_session(person, names.session)
    try:
        queue_collection(session=names.session, sample=sample.code, parameters=plan.parameters(), by=person)
    except FarlightError as error:
        raise ExperimentFailed("request", error.message, ["Ask for other parameters."]) from error
    return person


def _follow(session: str, progress: Progress, supervisor: Supervisor, time_limit_s: float) -> None:
    """Follow the session's events until everything is done."""
    deadline_s = time.monotonic() + time_limit_s
    position, number = wait_for_news(None, 0), 0
    while True:
        for entry in entries_after(session, number):
            number = entry.number
            progress.take(entry)
        if progress.is_over:
            return
        _refuse_to_wait_in_vain(progress, supervisor, deadline_s, time_limit_s)
        position = wait_for_news(position, LOOK_S)


def _refuse_to_wait_in_vain(progress: Progress, supervisor: Supervisor, deadline_s: float, time_limit_s: float) -> None:
    for name, deaths in supervisor.deaths.items():
        if deaths >= DEATHS_THAT_ARE_ENOUGH:
            why = f"The process {name} dies again and again. The end of its log:\n{tail_of(supervisor, name)}"
            raise ExperimentFailed(progress.stage, why, [LOOK_AT_LOGS])
    if time.monotonic() > deadline_s:
        why = f"It was not over after {time_limit_s:g} s."
        raise ExperimentFailed(progress.stage, why, ["Give it more time: --time-limit SECONDS.", LOOK_AT_LOGS])
