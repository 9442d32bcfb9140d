"""Jobs for tests; workers find them by name."""

import os
import time
from pathlib import Path

from django_tasks import task


@task
def add(a: int, b: int) -> int:
    """Succeed."""
    return a + b


@task
def fail() -> None:
    """Fail."""
    raise RuntimeError("no luck")


@task
def tell_and_wait(path: str, wait_s: float) -> str:
    """Say in a file that it began, wait, say that it let go, return."""
    with Path(path).open("a") as log:
        log.write(f"began {os.getpid()}\n")
        log.flush()
        try:
            time.sleep(wait_s if log.tell() < 20 else 0)
        finally:
            log.write("let go\n")
    return "done"
