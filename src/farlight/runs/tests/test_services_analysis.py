"""The analysis follows growing files, goes on where it was, and ends with words when files are bad."""

import shutil
import threading
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from django.db import connections

from farlight.beamtime.tests.factories import make_session
from farlight.bus.public import entries_after, watch
from farlight.runs.models import Run
from farlight.runs.queries import series_of
from farlight.runs.services import analysis
from farlight.runs.services.analysis import follow_run, warm_up
from farlight.runs.services.queueing import analyse_run
from farlight.runs.services.recording import end_run, record_frames
from farlight.runs.services.series import keep_points
from farlight.runs.tests.factories import make_run
from farlight.runs.tests.test_domain_points import point
from farlight.runs.types import AnalysisState, RunState

pytestmark = pytest.mark.django_db(transaction=True)

INSULIN = Path(__file__).parents[4] / "tests" / "data" / "insulin_pilatus300k"
IMAGES = sorted(INSULIN.glob("*.cbf"))


@pytest.fixture(autouse=True)
def _no_watch_is_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(analysis, "LATE_FILES_S", 0.1)
    yield
    watch.stop()


@pytest.fixture
def folder() -> Path:
    folder = make_run(make_session())
    Run.objects.update(master=str(folder / "in16c_01####.cbf"))
    return folder


def the_run() -> Run:
    return Run.objects.select_related("session").get()


def over(frames: int, outcome: RunState = RunState.FINISHED) -> None:
    end_run(session=the_run().session.code, number=1, frames=frames, outcome=outcome, reason="")


def test_run_that_is_over_is_looked_at_completely(folder: Path) -> None:
    for image in IMAGES:
        shutil.copy(image, folder)
    over(10)
    assert follow_run(the_run().pk) is AnalysisState.DONE
    run, series = the_run(), series_of(the_run().pk)
    assert (run.analysis, run.analysis_note, run.analysed, run.sampled) == ("done", "", 10, False)
    assert series.image_numbers == tuple(range(1, 11))
    assert all(250 < spots < 400 for spots in series.spots)
    assert all(value is not None and 1.7 < value < 2.4 for value in series.resolution_angstrom)
    assert follow_run(run.pk) is AnalysisState.DONE
    assert [e.kind for e in entries_after(run.session.code, 0)].count("run-analysis-ended") == 1


def test_job_that_starts_again_goes_on_and_doubles_nothing(folder: Path) -> None:
    for image in IMAGES:
        shutil.copy(image, folder)
    over(10)
    keep_points(run_id=the_run().pk, points=[point(n) for n in range(1, 5)], analysed_to=4, sampled=False)
    follow_run(the_run().pk)
    series = series_of(the_run().pk)
    assert series.image_numbers == tuple(range(1, 11))
    assert series.spots[:4] == (3, 3, 3, 3)
    assert min(series.spots[4:]) > 250


def test_images_are_looked_at_within_a_second_of_their_arrival(folder: Path) -> None:
    warm_up()
    session, written_at_s = the_run().session.code, {}

    def collect() -> None:
        for number, image in enumerate(IMAGES, start=1):
            time.sleep(0.15)
            shutil.copy(image, folder)
            written_at_s[number] = time.monotonic()
            record_frames(session=session, number=1, frames=number)
        over(10)
        connections.close_all()

    seen_at_s: dict[int, float] = {}

    def look_on() -> None:
        while len(seen_at_s) < len(IMAGES) and time.monotonic() - began_s < 30:
            for number in series_of(run_id).image_numbers:
                seen_at_s.setdefault(number, time.monotonic())
            time.sleep(0.02)
        connections.close_all()

    run_id, began_s = the_run().pk, time.monotonic()
    helpers = [threading.Thread(target=collect), threading.Thread(target=look_on)]
    for helper in helpers:
        helper.start()
    assert follow_run(run_id) is AnalysisState.DONE
    for helper in helpers:
        helper.join()
    assert sorted(seen_at_s) == list(range(1, 11))
    keepings = [e for e in entries_after(session, 0) if e.kind == "run-analysed"]
    assert 1 < len(keepings) <= 5


def test_analysis_is_laid_down_when_no_image_comes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis, "IDLE_AFTER_S", 0.05)
    assert follow_run(the_run().pk) is AnalysisState.IDLE
    assert the_run().analysis == "idle"


def test_images_that_lack_are_named(folder: Path) -> None:
    for image in (*IMAGES[:3], *IMAGES[5:]):
        shutil.copy(image, folder)
    over(10)
    follow_run(the_run().pk)
    assert the_run().analysis_note == "3 of 10 images can be read; missing: in16c_010004.cbf, in16c_010005.cbf."
    assert the_run().analysed == 3


def test_damaged_image_is_left_out_and_named(folder: Path) -> None:
    for image in IMAGES[:4]:
        shutil.copy(image, folder)
    content = bytearray((folder / IMAGES[1].name).read_bytes())
    content[1500:2500] = b"\x80" * 1000
    (folder / IMAGES[1].name).write_bytes(content.replace(b"conversions=", b"konversions="))
    over(4)
    follow_run(the_run().pk)
    run = the_run()
    assert run.analysis == "done"
    assert run.analysed + ("in16c_010002.cbf" in run.analysis_note) == 4


@pytest.mark.parametrize(
    ("name", "content", "frames", "note"),
    [
        ("gone_master.h5", None, 5, "There is no gone_master.h5"),
        ("gone_master.h5", None, 0, "There is no gone_master.h5"),
        ("bad_master.h5", b"nonsense" * 100, 5, "not an HDF5 file"),
        ("cut_master.h5", b"\x89HDF\r\n\x1a\n" + b"\x00" * 40, 5, "cut_master.h5"),
    ],
)
def test_files_that_cannot_be_opened_end_the_analysis_with_words(
    folder: Path, name: str, content: bytes | None, frames: int, note: str
) -> None:
    if content is not None:
        (folder / name).write_bytes(content)
    Run.objects.update(master=str(folder / name))
    over(frames, RunState.FAILED)
    assert follow_run(the_run().pk) is AnalysisState.DONE
    assert note in the_run().analysis_note


def test_files_that_come_a_little_after_the_end_are_looked_at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis, "LATE_FILES_S", 20.0)
    over(3)

    def copy_late() -> None:
        time.sleep(0.4)
        for image in IMAGES[:3]:
            shutil.copy(image, folder)

    late = threading.Thread(target=copy_late)
    late.start()
    follow_run(the_run().pk)
    late.join()
    assert (the_run().analysed, the_run().analysis_note) == (3, "")


def test_many_images_that_cannot_be_read_are_counted(folder: Path) -> None:
    for image in IMAGES[:8]:
        shutil.copy(image, folder)
        if image is not IMAGES[0]:
            content = (folder / image.name).read_bytes()
            (folder / image.name).write_bytes(content.replace(b"x-CBF_BYTE_OFFSET", b"x-CBF_WHAT_IS_IT?"))
    over(8)
    follow_run(the_run().pk)
    assert the_run().analysed == 1
    assert "So it is with 7 images." in the_run().analysis_note
    assert the_run().analysed_to == 8


def told_of(run: Run) -> list[dict[str, object]]:
    return [entry.body for entry in entries_after(run.session.code, 0) if entry.kind == "run-analysed"]


def test_analysis_that_fell_behind_fills_in_what_it_left_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis, "FIRST_RATE_HZ", 1.0)
    monkeypatch.setattr(analysis, "KEEP_EVERY_S", 0.0)
    for image in IMAGES:
        shutil.copy(image, folder)
    ending = threading.Timer(1.5, lambda: (over(10), connections.close_all()))
    ending.start()
    follow_run(the_run().pk)
    ending.join()
    first, *_, last = told_of(the_run())
    assert (first["image_numbers"], first["sampled"]) == ([5], True)
    assert last["sampled"] is False
    series, run = series_of(the_run().pk), the_run()
    assert (series.image_numbers, series.sampled) == (tuple(range(1, 11)), False)
    assert min(series.spots) > 250
    assert (run.analysed, run.analysed_to, run.sampled) == (10, 10, False)


@pytest.fixture
def left_out(folder: Path) -> list[int]:
    """A run that is over, of which a job that died left images out."""
    for image in IMAGES:
        shutil.copy(image, folder)
    over(10)
    keep_points(run_id=the_run().pk, points=[point(4), point(8)], analysed_to=10, sampled=True)
    return [1, 2, 3, 5, 6, 7, 9, 10]


def test_job_that_starts_again_fills_in_too(left_out: list[int]) -> None:
    assert follow_run(the_run().pk) is AnalysisState.DONE
    series = series_of(the_run().pk)
    assert (series.image_numbers, series.sampled) == (tuple(range(1, 11)), False)
    assert (series.spots[3], series.spots[7]) == (3, 3)
    told = chain.from_iterable(body["image_numbers"] for body in told_of(the_run()))  # type: ignore[misc]
    assert sorted(told) == list(range(1, 11))


def test_filling_in_gives_way_to_a_run_that_is_being_collected(left_out: list[int]) -> None:
    session = the_run().session
    make_run(session, number=2)
    run_id = Run.objects.get(number=1).pk
    from django_tasks_db.models import DBTaskResult

    queued = DBTaskResult.objects.count()
    assert analyse_run.call(run_id) == "waiting"
    assert Run.objects.get(number=1).analysis == "waiting"
    assert DBTaskResult.objects.count() == queued + 1
    end_run(session=session.code, number=2, frames=0, outcome=RunState.ABORTED, reason="")
    assert follow_run(run_id) is AnalysisState.DONE
    assert len(series_of(run_id).spots) == 2 + len(left_out)


def test_image_left_out_that_cannot_be_read_is_named(folder: Path) -> None:
    for image in (*IMAGES[:4], IMAGES[5]):
        shutil.copy(image, folder)
    over(6)
    keep_points(run_id=the_run().pk, points=[point(4)], analysed_to=6, sampled=True)
    follow_run(the_run().pk)
    run = the_run()
    assert (run.analysed, run.sampled) == (4, False)
    assert "4 of 6 images can be read" in run.analysis_note


def test_run_without_a_single_image_says_so(folder: Path) -> None:
    over(0, RunState.ABORTED)
    follow_run(the_run().pk)
    assert "no images" in the_run().analysis_note
