"""Kill any process at any moment of an experiment: no event, request or result is lost or doubled."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import httpx
import pytest

from farlight.config.processes import background_processes, wait_for_web, web_process
from farlight.config.supervisor import Supervisor, farlight_command

SESSION = "mx1001-2"
MOMENTS = 10
ROTATIONS = 2
QUIET_AFTER_S = 480
FACILITY = Path(__file__).parents[2] / "facility" / "demo.toml"
ROTATION = {
    "start_deg": 0,
    "width_deg": 1.0,
    "images": 40,
    "exposure_time_s": 0.08,
    "energy_ev": 12658,
    "transmission_frac": 1,
    "detector_distance_mm": 130,
}
FINAL_REQUEST = {"done", "interrupted"}

LOOK = """
import json, django
django.setup()
from farlight.acquisition.models import Request
from farlight.bus.models import Delivery, LoggedEvent
from farlight.processing.models import Processing
from farlight.runs.models import Run
from farlight.runs.public import run_numbered, series_of
print(json.dumps({
    "events": list(LoggedEvent.objects.filter(stream="SESSION").order_by("pk").values_list("number", "kind")),
    "bodies": [e.body for e in LoggedEvent.objects.filter(stream="SESSION", kind__in=["run-started", "run-ended"])],
    "undelivered": list(Delivery.objects.filter(delivered_at=None).values_list("handler", "error")),
    "requests": list(Request.objects.order_by("position").values_list("code", "state", "run_number")),
    "runs": [{"number": r.number, "state": r.state, "frames": r.frames, "images": r.images, "analysis": r.analysis,
              "note": r.analysis_note, "sampled": r.sampled,
              "series": series_of(run_numbered("SESSION", r.number)).image_numbers}
             for r in Run.objects.filter(session__code="SESSION").order_by("number")],
    "processings": list(Processing.objects.filter(run__session__code="SESSION").order_by("run__number")
                        .values_list("run__number", "number", "state", "failure")),
}))
""".replace("SESSION", SESSION)

TOKEN = """
import django
django.setup()
from farlight.kernel.time import utc_now
from farlight.people.public import issue_token, person_named
print(issue_token(person=person_named("mira"), label="test", now=utc_now()))
"""


class Facility:
    """A facility of real processes in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        keep = {k: v for k, v in os.environ.items() if not k.startswith(("FARLIGHT_", "DJANGO_", "PYTEST_"))}
        self.environment = {
            **keep,
            "FARLIGHT_STATE_DIR": str(folder / "state"),
            "FARLIGHT_WEB__PORT": str(self.port),
            "DJANGO_SETTINGS_MODULE": "farlight.config.settings",
        }
        (folder / "state").mkdir(parents=True)
        self.supervisor = Supervisor(environment=self.environment, logs=folder / "logs", tell=print)
        self.names = ["web", "engine-sim1", "worker-default", "worker-analysis", "worker-processing"]

    def call(self, *command: str) -> str:
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def python(self, text: str) -> str:
        return self.call(sys.executable, "-c", text)

    def open(self) -> None:
        self.call(*farlight_command("manage", "migrate", "-v0"))
        self.call(*farlight_command("facility", "load", str(FACILITY)))
        self.token = self.python(TOKEN).strip()
        specs = {spec.name: spec for spec in (web_process(self.port), *background_processes(["sim1"]))}
        self.supervisor.start(*(specs[name] for name in self.names))
        threading.Thread(target=self.supervisor.watch, daemon=True).start()
        wait_for_web(self.supervisor, self.port, timeout_s=60)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/api/v1/sessions/{SESSION}{path}"

    def look(self) -> dict:
        return json.loads(self.python(LOOK))

    def kill(self, name: str) -> bool:
        pid = self.supervisor.pid_of(name)
        if pid is not None:
            os.kill(pid, signal.SIGKILL)
        return pid is not None


class Browser(threading.Thread):
    """Follows the session's events; when the line breaks, it goes on after the number it had last."""

    def __init__(self, facility: Facility) -> None:
        super().__init__(daemon=True)
        self.facility, self.numbers, self.done = facility, [], threading.Event()

    def run(self) -> None:
        while not self.done.is_set():
            try:
                self._follow()
            except httpx.TransportError:
                time.sleep(0.2)

    def _follow(self) -> None:
        headers = {**self.facility.headers, "Last-Event-ID": str(self.numbers[-1] if self.numbers else 0)}
        with httpx.stream("GET", self.facility.address("/events"), headers=headers, timeout=5) as response:
            for line in response.iter_lines():
                if line.startswith("id: "):
                    self.numbers.append(int(line[4:]))
                if self.done.is_set():
                    return


@pytest.fixture
def facility(tmp_path):
    made = Facility(tmp_path)
    with made.supervisor:
        made.open()
        yield made


def queue_collections(facility: Facility) -> list[str]:
    samples = httpx.get(facility.address("/samples"), headers=facility.headers).json()
    codes = []
    for sample in samples[:ROTATIONS]:
        body = {"sample": sample["code"], "parameters": ROTATION}
        answer = httpx.post(facility.address("/requests"), headers=facility.headers, json=body)
        assert answer.status_code in {200, 201}, answer.text
        codes.append(answer.json()["code"])
    return codes


def is_quiet(seen: dict) -> bool:
    runs_over = all(run["analysis"] == "done" for run in seen["runs"])
    requests_over = all(state in FINAL_REQUEST for _, state, _ in seen["requests"])
    processed = all(state in {"finished", "failed", "cancelled"} for _, _, state, _ in seen["processings"])
    with_frames = [run for run in seen["runs"] if run["frames"]]
    return (
        requests_over
        and runs_over
        and processed
        and not seen["undelivered"]
        and len(seen["processings"]) >= len(with_frames)
    )


def kill_at_random_moments(facility: Facility) -> Counter[str]:
    chance = random.Random(seed := random.randrange(10**6))  # noqa: S311 - chance, not secrets
    print("seed", seed)
    killed: Counter[str] = Counter()
    while killed.total() < MOMENTS:
        time.sleep(chance.uniform(0.3, 4.0))
        name = chance.choice(facility.names)
        killed[name] += facility.kill(name)
    return killed


def look_when_quiet(facility: Facility, killed: Counter[str]) -> dict:
    deadline = time.monotonic() + QUIET_AFTER_S
    while not is_quiet(seen := facility.look()):
        assert time.monotonic() < deadline, (killed, seen)
        time.sleep(10)
    return seen


def no_request_is_lost_or_repeated(seen: dict, codes: list[str]) -> None:
    assert [code for code, _, _ in seen["requests"]] == codes
    assert {state for _, state, _ in seen["requests"]} <= FINAL_REQUEST
    numbers = [number for _, _, number in seen["requests"] if number is not None]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    finished = {number for _, state, number in seen["requests"] if state == "done"}
    assert {run["number"] for run in seen["runs"] if run["state"] == "finished"} == finished


def no_image_is_lost_or_doubled(seen: dict) -> None:
    for run in seen["runs"]:
        assert run["state"] in {"finished", "interrupted"}
        assert run["frames"] == run["images"] or run["state"] == "interrupted"
        assert len(set(run["series"])) == len(run["series"])
        if not run["sampled"] and not run["note"]:
            assert run["series"] == list(range(1, run["frames"] + 1))
    told = Counter((body["run"], "outcome" in body) for body in seen["bodies"])
    assert told == Counter({(run["number"], ended): 1 for run in seen["runs"] for ended in (False, True)})


def no_result_is_lost_or_doubled(seen: dict) -> None:
    finished = {run["number"] for run in seen["runs"] if run["state"] == "finished"}
    assert [run for run, _, _, _ in seen["processings"]] == [run["number"] for run in seen["runs"] if run["frames"]]
    assert all(number == 1 for _, number, _, _ in seen["processings"])
    ends = Counter(kind for _, kind in seen["events"] if kind in {"processing-finished", "processing-failed"})
    assert ends.total() == len(seen["processings"])
    for run, _, state, failure in seen["processings"]:
        assert state == "finished" or run not in finished, failure


def no_event_is_lost_or_doubled(seen: dict, browser: Browser) -> None:
    log = [number for number, _ in seen["events"]]
    assert log == list(range(1, len(log) + 1))
    wait_until = time.monotonic() + 30
    while (not browser.numbers or browser.numbers[-1] < log[-1]) and time.monotonic() < wait_until:
        time.sleep(0.2)
    browser.done.set()
    assert browser.numbers[: len(log)] == log


@pytest.mark.system
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_nothing_is_lost_or_doubled_when_processes_are_killed_at_ten_random_moments(facility):
    browser = Browser(facility)
    browser.start()
    codes = queue_collections(facility)
    killed = kill_at_random_moments(facility)
    seen = look_when_quiet(facility, killed)
    no_request_is_lost_or_repeated(seen, codes)
    no_image_is_lost_or_doubled(seen)
    no_result_is_lost_or_doubled(seen)
    no_event_is_lost_or_doubled(seen, browser)
