import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from farlight.processing.adapters.processes import MARK, end_processes_of, processes_of, sole_owner
from farlight.processing.adapters.programs import Programs, environment
from farlight.processing.errors import ChainCancelled, ChainOccupied

PARENT_WITH_CHILD = "import subprocess, time; print('up', flush=True); subprocess.run(['sleep', '60'])"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"


def programs(folder: Path, *, is_cancelled=lambda: False) -> Programs:
    return Programs(folder=folder, is_cancelled=is_cancelled, environment=environment(folder))


def wait_until(condition, limit_s: float = 10.0) -> None:
    deadline = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_program_runs_in_its_folder_and_its_words_are_kept(tmp_path):
    folder = tmp_path / "mit Leerzeichen und Ümlaut"
    folder.mkdir()
    lines: list[str] = []
    code = "import os; print(os.getcwd()); print('two'); print('no end', end='')"
    outcome = programs(folder).run("python3", ["-c", code], log="step.log", on_line=lines.append)
    assert outcome.succeeded
    assert outcome.text == f"{folder}\ntwo\nno end"
    assert lines == [str(folder), "two"]
    assert (folder / "step.log").read_text() == outcome.text


def test_a_program_that_fails_is_told_from_one_that_does_not(tmp_path):
    outcome = programs(tmp_path).run("python3", ["-c", "import sys; sys.exit('Sorry: no')"], log="step.log")
    assert not outcome.succeeded
    assert outcome.text == "Sorry: no\n"


def test_a_program_that_is_missing_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"dials\.nothing"):
        programs(tmp_path).run("dials.nothing", [], log="step.log")


def test_programs_get_a_clean_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("FARLIGHT_SECRET_KEY", "secret")
    given = environment(tmp_path)
    assert given["PATH"].startswith("/usr/bin")
    assert given["OMP_NUM_THREADS"] == "1"
    assert "hdf5plugin" in given["HDF5_PLUGIN_PATH"]
    assert not {"PYTHONPATH", "FARLIGHT_SECRET_KEY", "VIRTUAL_ENV"} & set(given)


@pytest.mark.parametrize("code", [PARENT_WITH_CHILD, STUBBORN])
def test_cancelling_ends_the_whole_group(tmp_path, code):
    log = tmp_path / "step.log"
    running = programs(tmp_path, is_cancelled=lambda: log.exists() and "up" in log.read_text())
    with pytest.raises(ChainCancelled):
        running.run("python3", ["-c", code], log="step.log")
    end_processes_of(tmp_path)
    assert processes_of(tmp_path) == []


def test_what_a_killed_worker_left_running_is_ended(tmp_path):
    marked = environment(tmp_path)
    process = subprocess.Popen([sys.executable, "-c", PARENT_WITH_CHILD], env=marked, stdout=subprocess.DEVNULL)
    wait_until(lambda: len(processes_of(tmp_path)) == 2)
    bystander = subprocess.Popen(["sleep", "60"], env={**os.environ, MARK: str(tmp_path / "other")})
    try:
        assert end_processes_of(tmp_path) == 2
        process.wait(5)
        assert processes_of(tmp_path) == []
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_programs_end_with_the_worker(tmp_path):
    worker = textwrap.dedent(f"""
        from pathlib import Path
        from farlight.processing.adapters.programs import Programs, environment
        folder = Path({str(tmp_path)!r})
        Programs(folder=folder, is_cancelled=lambda: False, environment=environment(folder)).run(
            "sleep", ["60"], log="step.log")
    """)
    process = subprocess.Popen([sys.executable, "-c", worker])
    wait_until(lambda: bool(processes_of(tmp_path)), limit_s=20)
    process.kill()
    process.wait()
    wait_until(lambda: processes_of(tmp_path) == [])


def test_a_folder_has_one_owner(tmp_path):
    folder = tmp_path / "dials-1"
    with sole_owner(folder), pytest.raises(ChainOccupied), sole_owner(folder):
        pass
    with sole_owner(folder):
        assert folder.is_dir()
