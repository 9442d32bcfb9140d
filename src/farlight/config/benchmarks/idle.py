"""What idle event streams cost one web process: memory and processor time each."""

import asyncio
import os
import time
from pathlib import Path
from typing import Any

from farlight.config.benchmarks.facility import NAMES

STREAMS = 500
WATCH_S = 10.0
SETTLE_S = 5.0
OPEN_AT_ONCE = 25
OPEN_S = 120.0


def idle_cost(process: int, port: int, key: str) -> dict[str, Any]:
    """Hold streams open while nothing happens but heartbeats; return figures of the web process."""
    return asyncio.run(_measure(process, port, key))


async def _measure(process: int, port: int, key: str) -> dict[str, Any]:
    before_bytes = memory_bytes(process)
    opened, doors = asyncio.Semaphore(0), asyncio.Semaphore(OPEN_AT_ONCE)
    readers = [asyncio.create_task(_hold(port, key, opened, doors)) for _ in range(STREAMS)]
    began_s = time.perf_counter()
    async with asyncio.timeout(OPEN_S):
        for _ in readers:
            await opened.acquire()
    opening_s = time.perf_counter() - began_s
    await asyncio.sleep(SETTLE_S)
    cpu_s, watched_s = processor_s(process), time.perf_counter()
    await asyncio.sleep(WATCH_S)
    used_frac = (processor_s(process) - cpu_s) / (time.perf_counter() - watched_s)
    held = sum(not reader.done() for reader in readers)
    after_bytes = memory_bytes(process)
    for reader in readers:
        reader.cancel()
    await asyncio.gather(*readers, return_exceptions=True)
    return {
        "idle_streams": held,
        "idle_opening_s": round(opening_s, 1),
        "idle_kb_each": round((after_bytes - before_bytes) / 1e3 / STREAMS, 1),
        "idle_cpu_percent_each": round(100 * used_frac / STREAMS, 3),
        "idle_cpu_percent": round(100 * used_frac, 1),
    }


async def _hold(port: int, key: str, opened: asyncio.Semaphore, doors: asyncio.Semaphore) -> None:
    """One browser that only listens; ends when its stream does."""
    async with doors:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = (
            f"GET /api/v1/sessions/{NAMES.session}/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Authorization: Bearer {key}\r\nAccept: text/event-stream\r\n\r\n"
        )
        writer.write(head.encode())
        while not (await reader.readline()).startswith(b"retry:"):
            pass
    opened.release()
    try:
        while await reader.read(1 << 16):
            pass
    finally:
        writer.close()


def memory_bytes(process: int) -> int:
    """Return the memory that a process has for itself (resident, not shared)."""
    pages = Path(f"/proc/{process}/statm").read_text().split()
    return (int(pages[1]) - int(pages[2])) * os.sysconf("SC_PAGE_SIZE")


def processor_s(process: int) -> float:
    """Return the processor time that a process used so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
