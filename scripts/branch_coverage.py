"""Whether tests beside the code take every branch: of all contexts, or of those that are named.

Each context is measured by its own tests alone, in a process of its own, so a line that only a journey through the
whole system happens to pass counts as missed. What counts is in ``pyproject.toml`` (``tool.coverage.report``).
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "farlight"
KEPT = ROOT / "var" / "coverage"
PURE = frozenset({"kernel", "science"})
"""Packages that count as a whole."""


def measured_contexts() -> list[str]:
    """Return the packages that have anything to measure, those with most tests first: they take longest."""
    parts = ("domain", "services", "services.py", "access.py")
    names = {
        path.name
        for path in SOURCE.iterdir()
        if path.name in PURE or any((path / part).exists() or [*path.glob(f"*/{part}")] for part in parts)
    }
    return sorted(names, key=lambda name: (-len([*(SOURCE / name).rglob("test_*.py")]), name))


def measured(context: str) -> tuple[str, int, str]:
    """Run the tests of a context and return its name, the code of the report's end, and what was written."""
    source = SOURCE / context
    environment = {**os.environ, "COVERAGE_FILE": str(KEPT / context)}
    python = [sys.executable, "-m"]
    tests = [*python, "pytest", "-q", f"--cov={source}", "--cov-branch", "--cov-report=", "-m", "not browser", source]
    ran = subprocess.run(tests, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if ran.returncode:
        return context, ran.returncode, ran.stdout + ran.stderr
    report = [*python, "coverage", "report", "--fail-under=100"]
    said = subprocess.run(report, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return context, said.returncode, said.stdout + said.stderr


def main(names: list[str]) -> int:
    """Measure contexts, two at a time, say what is missed, and return 1 if anything is."""
    KEPT.mkdir(parents=True, exist_ok=True)
    failed = []
    with ThreadPoolExecutor(max_workers=min(2, os.cpu_count() or 1)) as pool:
        for context, code, said in pool.map(measured, names or measured_contexts()):
            sys.stdout.write(f"{context}: {'every branch is taken' if code == 0 else said}\n")
            sys.stdout.flush()
            failed += [context] if code else []
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
