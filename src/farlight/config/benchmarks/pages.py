"""The session page with 10 and with 1000 runs: server milliseconds and queries; and how soon a demo shows a page."""

import signal
import subprocess
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from farlight.config.benchmarks.facility import NAMES, free_port, make_facility, percentile, temporary_state
from farlight.config.processes import answers
from farlight.config.supervisor import farlight_command
from farlight.kernel.errors import Unavailable

FEW, MANY = 10, 1000
REQUESTS = 40
LIMIT_MS = 300.0
"""A page that takes longer on the server is felt."""
FIRST_PAGE_LIMIT_S = 120.0
LOOK_S = 0.05


def run() -> dict[str, Any]:
    """Measure in a facility of our own; the demo is a real one, with all its processes."""
    first_page_s = seconds_to_first_page()
    with temporary_state():
        make_facility()
        few, many = _measured(FEW), _measured(MANY)
    return {
        "ratios": {
            "session_page_vs_300_ms": round(LIMIT_MS / many["p95_ms"], 2),
            "10_runs_vs_1000_runs": round(few["p95_ms"] / many["p95_ms"], 2),
        },
        "figures": {
            "session_page_p95_ms": many["p95_ms"],
            "session_page_queries": many["queries"],
            "session_page_p95_ms_10_runs": few["p95_ms"],
            "session_page_queries_10_runs": few["queries"],
            "demo_first_page_s": first_page_s,
        },
        "against": "300 ms on the server; the same page with 10 runs",
    }


def seconds_to_first_page() -> float:
    """Start a demo in an empty folder; return how long its first page takes."""
    with temporary_state() as state:
        port = free_port()
        began_s = time.monotonic()
        command = farlight_command("demo", "--port", str(port), "--state-dir", str(state / "demo"), "--no-life")
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT) as demo:
            try:
                while not answers(f"http://127.0.0.1:{port}/accounts/login/"):
                    if demo.poll() is not None or time.monotonic() - began_s > FIRST_PAGE_LIMIT_S:
                        raise Unavailable("The demo shows no page.")
                    time.sleep(LOOK_S)
                return round(time.monotonic() - began_s, 2)
            finally:
                demo.send_signal(signal.SIGTERM)


def _measured(runs: int) -> dict[str, Any]:
    """Ask for the session page with so many runs; p95 of the server's time, and queries."""
    from django.db import connection  # all of these need Django to be set up
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    _fill_up_to(runs)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(_person())
    address = f"/sessions/{NAMES.session}/"
    taken_ms = []
    for _ in range(REQUESTS):
        began_s = time.perf_counter()
        response = client.get(address)
        taken_ms.append(1000 * (time.perf_counter() - began_s))
        if response.status_code != 200:  # noqa: PLR2004 - HTTP
            raise Unavailable(f"{address} answers with {response.status_code}.")
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return {"p95_ms": round(percentile(taken_ms[5:], 95), 1), "queries": len(queries)}


def _person() -> Any:
    from farlight.config.facility.groups import known_person  # needs Django to be set up

    return known_person(NAMES.login)


def _fill_up_to(runs: int) -> None:
    """Enter runs as they come from an engine, each processed later."""
    from django.db import transaction  # all of these need Django to be set up

    from farlight.beamtime.public import begin_run, session_folder
    from farlight.kernel.time import utc_now
    from farlight.runs.public import runs_of_session
    from farlight.runs.services.recording import end_run, start_run
    from farlight.runs.types import RunState

    folder = session_folder(NAMES.session) / "raw"
    began = utc_now() - timedelta(minutes=50)
    newest = runs_of_session(_person(), NAMES.session, limit=1).items
    present = newest[0].number if newest else 0
    for number in range(present + 1, runs + 1):
        with transaction.atomic():
            begin_run(NAMES.session)
            start_run(new=_new_run(number, folder / f"run-{number:03d}", began))
            end_run(session=NAMES.session, number=number, frames=120, outcome=RunState.FINISHED, reason="", ended=began)


def _new_run(number: int, folder: Path, began: Any) -> Any:
    from farlight.runs.services.recording import NewRun  # needs Django to be set up

    return NewRun(
        session=NAMES.session,
        number=number,
        kind="rotation",
        request="",
        sample="",
        sample_name="insulin-1",
        detector="EIGER2 1M (simulated)",
        directory=str(folder),
        master=str(folder / f"insulin-1_{number}.nxs"),
        images=120,
        start_deg=0.0,
        width_deg=0.5,
        exposure_time_s=0.05,
        energy_ev=12_658.0,
        transmission_frac=0.5,
        detector_distance_mm=65.0,
        started=began + timedelta(seconds=2 * number),
    )
