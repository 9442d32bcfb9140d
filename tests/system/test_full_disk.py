"""A disk that is really full: six megabytes of memory, mounted for one process alone."""

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.system

COLLECT = """
import dataclasses, json, sys
from pathlib import Path
import h5py, hdf5plugin
from farlight.engine.tests.orders import order, simulated_engine
full, roomy = map(Path, sys.argv[1:])
with simulated_engine([].append) as engine:
    failed = engine.collect(order(full / "run-001", images=400))
    finished = engine.collect(order(roomy / "run-002"))
with h5py.File(full / "run-001" / "lyso_1.nxs") as file:
    readable = len(file["/entry/data/data"]), int(file["/entry/data/data"][-1].min())
print(json.dumps({"failed": dataclasses.asdict(failed), "finished": finished.frames, "readable": readable}))
"""


def test_a_full_disk_fails_in_words_leaves_whole_files_and_the_next_order_works(tmp_path):
    full, roomy = tmp_path / "full", tmp_path / "roomy"
    full.mkdir()
    mount = f'mount -t tmpfs -o size=6m tmpfs "{full}" && exec "$@"'
    command = ["unshare", "--map-root-user", "--mount", "sh", "-c", mount, "sh", sys.executable, "-c", COLLECT]
    done = subprocess.run([*command, str(full), str(roomy)], capture_output=True, text=True, check=False, timeout=100)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["failed"]["outcome"] == "failed"
    assert told["failed"]["reason"].startswith(f"The disk is full ({full}")
    assert told["readable"] == [told["failed"]["frames"], 0]
    assert told["finished"] == 6
