"""From an event to 50 open browsers while a detector runs at 100 Hz; and what 500 idle browsers cost.

The events that are timed are published beside the run's own, as its engine does, in a transaction of their own. Of the
run's own events those of its images are counted: however fast the detector is, there is about one a second.
"""

import asyncio
import json
import os
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from farlight.config.benchmarks.detector import RATE_HZ, plan_of, start_collecting, write_series
from farlight.config.benchmarks.facility import NAMES, free_port, make_facility, percentile, temporary_state
from farlight.config.benchmarks.idle import idle_cost
from farlight.config.experiment.plan import ExperimentPlan
from farlight.config.processes import wait_for_web, web_process
from farlight.config.supervisor import Supervisor

STREAMS = 50
EVENTS = 100
PAUSE_S = 0.1
OPEN_S = 120.0
SETTLE_S = 3.0
"""The streams tell each other that they opened; let that be over."""
FIRST_IMAGE_S = 60.0
LIMIT_MS = 250.0
"""What feels immediate."""


@dataclass
class Times:
    """When each event was committed, and when the streams had it; one clock."""

    sent_s: dict[str, float] = field(default_factory=dict)
    delays_ms: list[float] = field(default_factory=list)
    opening: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    """Released once for each stream that is open."""
    collecting: asyncio.Event = field(default_factory=asyncio.Event)
    image_events: int = 0
    """Events about images that the first stream got."""
    images: int = 0
    """Images that they told of."""


def run() -> dict[str, Any]:
    """Measure with real processes: web, engine, analysis."""
    images = round(RATE_HZ * (EVENTS * PAUSE_S + 10))
    with temporary_state() as state:
        plan = plan_of(write_series(state / "source", images), images)
        key, port = make_facility(plan), free_port()
        with Supervisor(environment=os.environ, logs=state / "logs", tell=print) as supervisor:
            supervisor.start(web_process(port))
            wait_for_web(supervisor, port, timeout_s=OPEN_S)
            idle = idle_cost(supervisor.pid_of("web") or 0, port, key)
            times = asyncio.run(_measure(port, key, supervisor, plan))
    p50_ms, p95_ms = percentile(times.delays_ms, 50), percentile(times.delays_ms, 95)
    return {
        "ratios": {"p95_vs_250_ms": round(LIMIT_MS / p95_ms, 2)},
        "figures": {
            "p50_ms": round(p50_ms, 1),
            "p95_ms": round(p95_ms, 1),
            "longest_ms": round(max(times.delays_ms), 1),
            "streams": STREAMS,
            "events": EVENTS,
            "received": len(times.delays_ms),
            "lost": STREAMS * EVENTS - len(times.delays_ms),
            "detector_hz": RATE_HZ,
            "images_told_of": times.images,
            "image_events": times.image_events,
            **idle,
        },
        "against": "a quarter of a second, what feels immediate",
    }


async def _measure(port: int, key: str, supervisor: Supervisor, plan: ExperimentPlan) -> Times:
    times = Times()
    readers = [asyncio.create_task(_read(port, key, times, counts=number == 0)) for number in range(STREAMS)]
    async with asyncio.timeout(OPEN_S):
        for _ in readers:
            await times.opening.acquire()
    await asyncio.sleep(SETTLE_S)
    await asyncio.to_thread(start_collecting, supervisor, plan)
    async with asyncio.timeout(FIRST_IMAGE_S):
        await times.collecting.wait()
    publisher = threading.Thread(target=_publish, args=(times,))
    publisher.start()
    await asyncio.wait(readers, timeout=EVENTS * (PAUSE_S + 0.2) + 10)
    await asyncio.to_thread(publisher.join)
    for reader in readers:
        reader.cancel()
    await asyncio.gather(*readers, return_exceptions=True)
    return times


async def _read(port: int, key: str, times: Times, *, counts: bool) -> None:
    """One browser: count its own events until it has them all."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = (
        f"GET /api/v1/sessions/{NAMES.session}/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Authorization: Bearer {key}\r\nAccept: text/event-stream\r\n\r\n"
    )
    writer.write(head.encode())
    seen = 0
    try:
        while seen < EVENTS:
            line = await reader.readline()
            if not line:
                return
            now_s = time.perf_counter()
            if line.startswith(b"retry:"):
                times.opening.release()
            if counts:
                _count_images(line, times)
            marker = _marker_in(line)
            if marker in times.sent_s:
                times.delays_ms.append(1000 * (now_s - times.sent_s[marker]))
                seen += 1
    finally:
        writer.close()


def _count_images(line: bytes, times: Times) -> None:
    """Count what the run's own events tell."""
    if not line.startswith(b"data:") or b'"image_numbers"' not in line:
        return
    body = json.loads(line.removeprefix(b"data:"))
    times.image_events += 1
    times.images += len(body.get("body", body)["image_numbers"])
    times.collecting.set()


def _marker_in(line: bytes) -> str:
    """The marker that an event of ours carries; empty for other lines."""
    if not line.startswith(b"data:") or b"tick-" not in line:
        return ""
    body = json.loads(line.removeprefix(b"data:"))
    return next((name for name in body.get("body", body).get("online", ()) if name.startswith("tick-")), "")


def _publish(times: Times) -> None:
    from django.db import connection, transaction  # needs Django to be set up

    from farlight.beamtime.events import PresenceChanged
    from farlight.bus.public import publish

    for number in range(EVENTS):
        marker = f"tick-{number}"
        with transaction.atomic():
            publish(PresenceChanged(session=NAMES.session, online=(marker,)))
            times.sent_s[marker] = time.perf_counter()
        time.sleep(PAUSE_S)
    connection.close()
