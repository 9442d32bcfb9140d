"""The diffraction viewer beside h5grove and DIALS: processor time on the server, and waiting on a thin line.

4M and 16M images of the simulated beamline, 16 bit, a chunk an image. Everything is in the page cache, on one machine;
each server in turn, round about, and the median of the rounds counts. What the browser does is measured by
`viewer_browser` (first pictures on a thin line), `viewer_island` (the page: stepping, looks, faint spots) and
`viewer_decoding` (unpacking).
"""

import json
import os
import statistics
import subprocess
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import hdf5plugin
import httpx

from farlight.config.benchmarks import viewer_servers as servers
from farlight.config.benchmarks.facility import NAMES, free_port, make_facility, temporary_state
from farlight.config.benchmarks.viewer_browser import TURNS, Asked, in_a_browser
from farlight.config.benchmarks.viewer_decoding import decoding_in_browser
from farlight.config.benchmarks.viewer_island import Watched, in_the_page
from farlight.config.benchmarks.viewer_runs import IMAGES, PIXELS, MeasuredRun, entered_again, simulated_run
from farlight.config.benchmarks.viewer_servers import Server
from farlight.config.processes import KEEPS_MEMORY, wait_for_web
from farlight.config.supervisor import Supervisor
from farlight.kernel.errors import Unavailable

DETECTORS = ("4M", "16M")
ROUNDS = 3
REQUESTS = {"exact": 240, "h5grove": 36, "live": 96, "cached": 6000}
_DIALS = Path("/usr/bin/dials.export_bitmaps")
_EXPORT = """
import contextlib, json, os, sys, time
from dials.command_line.export_bitmaps import imageset_as_bitmaps, phil_scope
from dxtbx.model.experiment_list import ExperimentListFactory
imageset = ExperimentListFactory.from_filenames([sys.argv[1]]).imagesets()[0]
params = phil_scope.extract()
params.binning, params.output.directory, taken = 4, sys.argv[2], []
for image in range(1, int(sys.argv[3]) + 1):
    params.imageset_index, params.output.file = [image], "image.png"
    began = time.process_time()
    with contextlib.redirect_stdout(sys.stderr):
        imageset_as_bitmaps(imageset, params)
    taken.append(1000 * (time.process_time() - began))
print(json.dumps(taken[2:]))
"""


def run() -> dict[str, Any]:
    """Measure; takes some six minutes.

    Raises
    ------
    Unavailable
        When h5grove or DIALS is not installed.
    """
    if find_spec("h5grove") is None or find_spec("fastapi") is None or not _DIALS.exists():
        raise Unavailable("h5grove with FastAPI, or DIALS, is not installed: make setup.")
    figures: dict[str, float] = {}
    with temporary_state() as state:
        key = make_facility()
        runs = [simulated_run(detector, number) for number, detector in enumerate(DETECTORS, 1)]
        with Supervisor(environment=os.environ, logs=state / "logs", tell=lambda _: None) as supervisor:
            ports = _started(supervisor, runs[0].master.parents[1])
            for measured in runs:
                figures |= _measured(supervisor, ports, key, measured)
            ours, theirs = (f"http://127.0.0.1:{ports[name]}" for name in ("web", "h5grove"))
            figures |= in_a_browser(ours, theirs, [_asked(ports["web"], key, measured) for measured in runs])
            entered_again(runs[-1], len(runs) + 1)
            figures |= in_the_page(Watched(ports["web"], len(runs) + 1, runs[-1], signed_in()))
        for measured in runs:
            figures[f"dials_png_ms_{measured.size}"] = _dials_png_ms(measured.master, state)
    decoding = decoding_in_browser()
    return {
        "ratios": {name: round(value, 2) for name, value in _ratios(figures).items()} | decoding["ratios"],
        "figures": {name: round(value, 4) for name, value in figures.items()} | decoding["figures"],
        "against": "h5grove 4 (FastAPI, uvicorn, format=bin), as shipped and with tuned malloc; dials.export_bitmaps; "
        "h5wasm with its plug-in",
    }


def signed_in() -> tuple[str, str]:
    """Return the cookie of the session's scientist: name, value."""
    from django.test import Client  # both need Django to be set up

    from farlight.config.facility.groups import known_person

    client = Client(SERVER_NAME="127.0.0.1")
    person: Any = known_person(NAMES.login)
    client.force_login(person)
    ((name, morsel),) = client.cookies.items()
    return name, morsel.value


def _started(supervisor: Supervisor, folder: Path) -> dict[str, int]:
    """Start all servers; return their ports by name."""
    ports = {name: free_port() for name in ("web", "h5grove", "tuned")}
    servers.web(supervisor, ports["web"])
    wait_for_web(supervisor, ports["web"], timeout_s=60)
    for name, environment in (("h5grove", {}), ("tuned", KEEPS_MEMORY)):
        servers.h5grove(supervisor, name, folder, ports[name], environment)
        servers.wait_for(f"http://127.0.0.1:{ports[name]}/")
    return ports


def _measured(supervisor: Supervisor, ports: Mapping[str, int], key: str, measured: MeasuredRun) -> dict[str, float]:
    """Let each server answer in turn; return milliseconds of processor time for a request of each kind."""
    rounds: dict[str, list[float]] = {}
    for turn in range(ROUNDS + 1):
        ours = _ours(supervisor, ports["web"], key, measured, turn)
        theirs = {
            "h5grove": _h5grove(supervisor, ports, "h5grove", measured),
            "h5grove_tuned": _h5grove(supervisor, ports, "tuned", measured),
        }
        for name, server in {**ours, **theirs}.items():
            requests = REQUESTS[name.partition("_")[0]]
            taken_ms = servers.processor_ms(server, requests)
            if turn:  # the first warms up
                rounds.setdefault(f"{name}_ms_{measured.size}", []).append(taken_ms)
    return {name: statistics.median(values) for name, values in rounds.items()}


def _ours(supervisor: Supervisor, port: int, key: str, measured: MeasuredRun, turn: int) -> dict[str, Server]:
    """Return what our server is asked for: live overviews are of images that were not drawn before."""
    manifest = manifest_of(port, key, measured.number)
    process, headers, root = supervisor.pid_of("web") or 0, {"Farlight-Ticket": manifest["ticket"]}, manifest["root"]
    fresh = range(IMAGES + 1 + turn * REQUESTS["live"], IMAGES + 1 + (turn + 1) * REQUESTS["live"])
    paths = {
        "exact": [f"{root}chunk/{image}" for image in range(1, IMAGES + 1)],
        "live_overview": [f"{root}overview/{image}" for image in fresh],
        "cached_overview": [f"{root}overview/{image}" for image in range(1, IMAGES + 1)],
    }
    return {name: Server(process, port, headers, asked) for name, asked in paths.items()}


def manifest_of(port: int, key: str, number: int) -> dict[str, Any]:
    """Return a run's manifest."""
    address = f"http://127.0.0.1:{port}/api/v1/sessions/{NAMES.session}/runs/{number}/viewer"
    manifest: dict[str, Any] = httpx.get(address, headers={"Authorization": f"Bearer {key}"}).raise_for_status().json()
    return manifest


def _asked(port: int, key: str, measured: MeasuredRun) -> Asked:
    """Return what the browser asks for: overviews that the rounds before did not touch."""
    manifest = manifest_of(port, key, measured.number)
    root, last = manifest["root"], manifest["images"]
    return Asked(
        size=measured.size,
        ticket=manifest["ticket"],
        overviews=[f"{root}overview/{image}" for image in range(last, last - TURNS, -1)],
        chunks=[f"{root}chunk/{image}" for image in (1, 2)],
        plain=h5grove_paths(measured)[0],
    )


def _h5grove(supervisor: Supervisor, ports: Mapping[str, int], name: str, measured: MeasuredRun) -> Server:
    return Server(supervisor.pid_of(name) or 0, ports[name], {}, h5grove_paths(measured))


def h5grove_paths(measured: MeasuredRun) -> list[str]:
    """Return what h5grove is asked for: each image as plain bytes."""
    file = f"{measured.master.parent.name}/{measured.master.name}"
    return [f"/data?file={file}&path={PIXELS}&selection={index}&format=bin" for index in range(IMAGES)]


def _dials_png_ms(master: Path, folder: Path) -> float:
    """Return the processor time that DIALS needs to draw an image as dials-rest does: binned by 4, PNG, RGB."""
    plugins = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "HDF5_PLUGIN_PATH": str(hdf5plugin.PLUGIN_PATH)}
    command = ["/usr/bin/python3.11", "-c", _EXPORT, str(master), str(folder), str(IMAGES)]
    environment = {**plugins, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unavailable(f"dials.export_bitmaps failed: {done.stderr.strip()[-500:]}")
    taken_ms: list[float] = json.loads(done.stdout.splitlines()[-1])
    return statistics.median(taken_ms)


def _ratios(figures: Mapping[str, float]) -> dict[str, float]:
    ratios: dict[str, float] = {}
    for size in (detector.lower() for detector in DETECTORS):
        shipped, tuned, exact, live, cached, png = (
            figures[f"{name}_ms_{size}"]
            for name in ("h5grove", "h5grove_tuned", "exact", "live_overview", "cached_overview", "dials_png")
        )
        ratios |= {
            f"server_cpu_exact_{size}": shipped / exact,
            f"server_cpu_exact_{size}_tuned_malloc": tuned / exact,
            f"server_cpu_live_overview_{size}": png / live,
            f"server_cpu_cached_overview_{size}": shipped / cached,
            f"first_picture_10mbit_{size}": figures[f"h5grove_10mbit_ms_{size}"]
            / figures[f"first_picture_10mbit_ms_{size}"],
        }
    return ratios
