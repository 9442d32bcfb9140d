"""Remote desktops beside websockify (the proxy of noVNC), and what a viewer on a thin line does to another one.

Both proxies stand before the same VNC server, and the same program looks through both, in turns.
"""

import asyncio
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from statistics import mean
from typing import Any

import httpx

from farlight.config.benchmarks.desktop_client import QUALITY_8, RAW, TIGHT, viewer_at
from farlight.config.benchmarks.facility import NAMES, free_port, make_facility, percentile, temporary_state
from farlight.config.processes import desktops_process, wait_for_web, web_process
from farlight.config.supervisor import Supervisor
from farlight.kernel.errors import Unavailable

ROUNDS, PRESSES = 4, 60
FILM_S = 6.0
OPEN_S = 60.0
_HANDS_S = 1.0
"""Whoever comes in has keyboard and pointer within half a second."""


def run() -> dict[str, Any]:
    """Measure with real processes: web, desktops, VNC servers, websockify."""
    if shutil.which("websockify") is None:
        raise Unavailable("websockify is not installed (Debian package websockify).")
    with temporary_state() as state:
        key, port = make_facility(), free_port()
        _offer_screens()
        with Supervisor(environment=os.environ, logs=state / "logs", tell=print) as supervisor:
            supervisor.start(web_process(port), desktops_process())
            wait_for_web(supervisor, port, timeout_s=OPEN_S)
            site = _Site(f"http://127.0.0.1:{port}", key)
            for name in ("keys", "film"):
                site.start(name)
            with _websockify(_folder_of("keys")) as peer:
                latency = asyncio.run(_latency(site, peer, (_folder_of("keys") / "password").read_bytes()))
            rates = asyncio.run(_frame_rates(site))
    ours_ms, peers_ms = (1000 * percentile(latency[name], 50) for name in ("ours", "peer"))
    return {
        "ratios": {
            "latency_vs_websockify": round(peers_ms / ours_ms, 2),
            "kept_frame_rate_frac": round(rates["beside"] / rates["alone"], 3),
        },
        "figures": {
            "key_to_pixel_p50_ms": round(ours_ms, 2),
            "key_to_pixel_p95_ms": round(1000 * percentile(latency["ours"], 95), 2),
            "websockify_p50_ms": round(peers_ms, 2),
            "websockify_p95_ms": round(1000 * percentile(latency["peer"], 95), 2),
            "alone_fps": round(rates["alone"], 1),
            "beside_slow_viewer_fps": round(rates["beside"], 1),
        },
        "against": "websockify before the same TigerVNC; the same viewer without one on 1 Mbit/s beside it",
    }


class _Site:
    """What is asked of Farlight."""

    def __init__(self, address: str, key: str) -> None:
        self._address = address
        base = f"{address}/api/v1/sessions/{NAMES.session}/desktops"
        self._http = httpx.Client(base_url=base, headers={"Authorization": f"Bearer {key}"}, timeout=30)

    def start(self, name: str) -> None:
        """Start a desktop, and wait until it runs."""
        self._http.post(f"/{name}").raise_for_status()
        end_s = time.monotonic() + OPEN_S
        while self._http.post(f"/{name}/views").is_error:
            if time.monotonic() > end_s:
                raise Unavailable(f"The desktop {name} does not start.")
            time.sleep(0.2)
        time.sleep(_HANDS_S)

    def path(self, name: str) -> str:
        """Return the address of a websocket to a desktop."""
        path: str = self._http.post(f"/{name}/views").raise_for_status().json()["path"]
        return self._address.replace("http", "ws") + path


def _offer_screens() -> None:
    from farlight.beamlines.public import beamline, define_beamline  # all of these need Django to be set up
    from farlight.beamlines.types import BeamlineDefinition, DesktopDefinition

    found = beamline(NAMES.beamline)
    parts = {field.name: getattr(found, field.name) for field in fields(BeamlineDefinition)}
    screens = tuple(
        DesktopDefinition(
            code=what,
            name=what,
            program=("{python}", "-m", "farlight.config.benchmarks.desktop_screen", what),
            width_px=640,
            height_px=480,
            max_rate_hz=60,
        )
        for what in ("keys", "film")
    )
    define_beamline(definition=BeamlineDefinition(**{**parts, "desktops": screens}))


def _folder_of(name: str) -> Path:
    from farlight.desktops.access import to_be_hosted  # both need Django to be set up
    from farlight.desktops.adapters.places import folder_of

    return next(folder_of(row.code) for row in to_be_hosted() if row.kind == name)


@contextmanager
def _websockify(folder: Path) -> Iterator[str]:
    port = free_port()
    program = [shutil.which("websockify") or "", f"--unix-target={folder / 'vnc.socket'}", f"127.0.0.1:{port}"]
    process = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_until_heard(port)
        yield f"ws://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait()


def _wait_until_heard(port: int) -> None:
    end_s = time.monotonic() + OPEN_S
    while True:
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        if time.monotonic() > end_s:
            raise Unavailable("websockify does not start.")
        time.sleep(0.1)


async def _latency(site: _Site, peer: str, password: bytes) -> dict[str, list[float]]:
    """Press keys through both, in turns: seconds until a pixel changed."""
    found: dict[str, list[float]] = {"ours": [], "peer": []}
    async with (
        viewer_at(await asyncio.to_thread(site.path, "keys"), encodings=(RAW,)) as ours,
        viewer_at(peer, password=password, encodings=(RAW,)) as theirs,
    ):
        await asyncio.sleep(_HANDS_S)
        for viewer in (ours, theirs):
            await viewer.update(incremental=False)
        for _ in range(ROUNDS):
            for name, viewer, other in (("ours", ours, theirs), ("peer", theirs, ours)):
                found[name] += [await viewer.key_to_pixel_s() for _ in range(PRESSES)]
                await other.update()
    return found


async def _frame_rates(site: _Site) -> dict[str, float]:
    """Watch a film alone, beside somebody on a thin line, and alone again: frames a second."""
    packed = (TIGHT, QUALITY_8)
    async with viewer_at(await asyncio.to_thread(site.path, "film"), encodings=packed) as quick:
        await quick.frames(1.0)
        alone = [await quick.frames(FILM_S) / FILM_S]
        async with viewer_at(await asyncio.to_thread(site.path, "film"), encodings=packed, thin=True) as slow:
            crawling = asyncio.create_task(slow.take_slowly())
            await quick.frames(1.0)
            beside = await quick.frames(FILM_S) / FILM_S
            crawling.cancel()
        alone.append(await quick.frames(FILM_S) / FILM_S)
    return {"alone": mean(alone), "beside": beside}
