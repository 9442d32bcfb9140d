"""Pages that are full: milliseconds, queries, scripts; and a demo's start.

The session page with 10, 1000 and 10 000 runs of 3600 images, a sample changer of 29 pucks with sixteen measured
samples each, and the list of 10 000 samples.
"""

import gzip
import re
import signal
import subprocess
import time
from typing import Any

from farlight.config.benchmarks.facility import NAMES, free_port, make_facility, percentile, temporary_state
from farlight.config.benchmarks.full_store import PUCKS, SAMPLES, fill_changer, fill_samples
from farlight.config.benchmarks.long_session import fill_up_to
from farlight.config.processes import answers
from farlight.config.supervisor import farlight_command
from farlight.kernel.errors import Unavailable

FEW, MORE, MANY = 10, 1000, 10_000
REQUESTS = 40
LIMIT_MS = 100.0
"""A page that takes longer on the server is felt."""
STORE_LIMIT_MS = 150.0
"""The same for hundreds of samples in one drawing, and thousands in a list."""
FEW_SAMPLES = 1000
SCRIPT_LIMIT_BYTES = 200_000
FIRST_PAGE_LIMIT_S = 120.0
LOOK_S = 0.05


def run() -> dict[str, Any]:
    """Measure in a facility of our own; the demo is a real one, with all its processes."""
    first_page_s = seconds_to_first_page()
    with temporary_state():
        make_facility()
        few, more, many = _measured(FEW), _measured(MORE), _measured(MANY)
        one_puck, full = _changer(1), _changer(PUCKS)
        fewer, most = _samples(FEW_SAMPLES), _samples(SAMPLES)
    return {
        "ratios": {
            "session_page_vs_100_ms": round(LIMIT_MS / many["p95_ms"], 2),
            "10_runs_vs_10000_runs": round(few["p95_ms"] / many["p95_ms"], 2),
            "changer_page_vs_150_ms": round(STORE_LIMIT_MS / full["p95_ms"], 2),
            "samples_list_vs_150_ms": round(STORE_LIMIT_MS / most["p95_ms"], 2),
            "scripts_vs_200_kb": round(SCRIPT_LIMIT_BYTES / many["script_bytes"], 2),
        },
        "figures": {
            "session_page_p95_ms": many["p95_ms"],
            "session_page_queries": many["queries"],
            "session_page_p95_ms_10_runs": few["p95_ms"],
            "session_page_queries_10_runs": few["queries"],
            "session_page_p95_ms_1000_runs": more["p95_ms"],
            "session_page_queries_1000_runs": more["queries"],
            "session_page_script_bytes": many["script_bytes"],
            "older_cards_p95_ms": many["older_p95_ms"],
            "search_p95_ms": many["search_p95_ms"],
            "changer_page_p95_ms": full["p95_ms"],
            "changer_page_queries": full["queries"],
            "changer_page_p95_ms_1_puck": one_puck["p95_ms"],
            "changer_page_queries_1_puck": one_puck["queries"],
            "changer_table_p95_ms": full["table_p95_ms"],
            "samples_list_p95_ms": most["p95_ms"],
            "samples_list_queries": most["queries"],
            "samples_list_p95_ms_1000": fewer["p95_ms"],
            "samples_list_queries_1000": fewer["queries"],
            "samples_search_p95_ms": most["search_p95_ms"],
            "demo_first_page_s": first_page_s,
        },
        "against": "100 ms on the server with 10 000 runs of 3600 images; the same page with 10 runs; 150 ms for a "
        "changer of 29 pucks with 464 measured samples, and for the list of 10 000 samples; 200 kB of script",
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
    fill_up_to(runs, person=_person())
    address = f"/sessions/{NAMES.session}/"
    client, page, queries = _first(address)
    return {
        "p95_ms": _p95_ms(client, address),
        "older_p95_ms": _p95_ms(client, f"{address}cards/?before={runs // 2}"),
        "search_p95_ms": _p95_ms(client, f"{address}?kind=rotation&q=insulin-1_{runs // 2}."),
        "queries": queries,
        "script_bytes": script_bytes(page),
    }


def _changer(pucks: int) -> dict[str, Any]:
    """Ask for the page of a sample changer with so many pucks, and for the table beside its drawing."""
    fill_changer(pucks, person=_person())
    address = f"/sessions/{NAMES.session}/changer/"
    client, _, queries = _first(address)
    return {
        "p95_ms": _p95_ms(client, address),
        "table_p95_ms": _p95_ms(client, f"{address}samples/"),
        "queries": queries,
    }


def _samples(samples: int) -> dict[str, Any]:
    """Ask for the list of samples, and for what a word finds among them, with so many in one proposal."""
    fill_samples(samples, person=_person())
    client, _, queries = _first("/samples/")
    return {
        "p95_ms": _p95_ms(client, "/samples/"),
        "search_p95_ms": _p95_ms(client, "/samples/?q=x-007"),
        "queries": queries,
    }


def _first(address: str) -> tuple[Any, str, int]:
    """Ask for a page once; return a browser that is signed in, the page, and the number of its queries."""
    from django.db import connection  # all of these need Django to be set up
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from farlight.config.served import keep_what_is_loaded

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(_person())
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address)
    keep_what_is_loaded()
    return client, page.content.decode(), len(queries)


def _person() -> Any:
    from farlight.config.facility.groups import known_person  # needs Django to be set up

    return known_person(NAMES.login)


def _p95_ms(client: Any, address: str) -> float:
    taken_ms = []
    for _ in range(REQUESTS):
        began_s = time.perf_counter()
        response = client.get(address)
        taken_ms.append(1000 * (time.perf_counter() - began_s))
        if response.status_code != 200:  # noqa: PLR2004 - HTTP
            raise Unavailable(f"{address} answers with {response.status_code}.")
    return round(percentile(taken_ms[5:], 95), 1)


def script_bytes(page: str) -> int:
    """Sum what the scripts of a page weigh on the line, packed with gzip."""
    from django.contrib.staticfiles import finders  # needs Django to be set up

    total = 0
    for name in re.findall(r'<script[^>]* src="/static/([^"]+)"', page):
        found = finders.find(name)
        if not found:
            raise Unavailable(f"The front end is not built: {name} is missing.")
        with open(found, "rb") as file:  # noqa: PTH123 - the finder gives a text
            total += len(gzip.compress(file.read()))
    return total
