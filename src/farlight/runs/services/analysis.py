"""Looking at a run's images while they come: follow the files, never touch the collection.

One job follows one run. It wakes when the log says that images came (and looks twice a second anyway), looks at as many
images as the cores give, keeps their values at most once a second, and leaves images out evenly when it falls behind;
those it looks at later, when there is idle time. It can die at any moment: how far it was stands in the run's row,
written together with the values.
"""

import os
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from farlight.bus.public import wait_for_news
from farlight.runs.domain.pacing import images_to_fill_in, images_to_look_at
from farlight.runs.domain.points import Point
from farlight.runs.models import Run
from farlight.runs.services.series import finish_analysis, image_numbers_of, keep_points, set_analysis
from farlight.runs.types import AnalysisState, RunState
from farlight.science.images import ImageError, ImageSource, open_images
from farlight.science.indicators import ImageAnalyser, warm_up

__all__ = ["follow_run", "warm_up"]

LOOK_AGAIN_S = 0.5
KEEP_EVERY_S = 1.0
IDLE_AFTER_S = 600.0
LATE_FILES_S = 2.0
"""How long the end of a run waits for images that were told of but cannot be read yet: storage may lag behind."""
FIRST_RATE_HZ = 20.0
"""Images a second that are believed in before any was looked at."""
_RATE_MEMORY = 0.7
_NOTES_KEPT = 5


def follow_run(run_id: int) -> AnalysisState:
    """Look at a run's images until it is over and all are looked at; return how it was left.

    Returns
    -------
    AnalysisState
        DONE; or IDLE when no image came for ten minutes: the next one starts a job again; or WAITING when all that
        is left are images to fill in, and a run that is being collected waits to be followed: go on afterwards.
    """
    run = Run.objects.get(pk=run_id)
    if run.analysis == AnalysisState.DONE.value:
        return AnalysisState.DONE
    set_analysis(run_id=run_id, state=AnalysisState.RUNNING)
    with ExitStack() as held:
        return _Follower(run, held).until_done()


def left_out_of(run: Run) -> list[int]:
    """Return the images, counted from 0, that an earlier job left out and nobody looked at since."""
    if not run.sampled:
        return []
    return sorted(set(range(run.analysed_to)) - {number - 1 for number in image_numbers_of(run.pk)})


def is_another_waiting(run_id: int) -> bool:
    """Whether a run that is being collected waits for somebody to follow it."""
    waiting = Run.objects.filter(state=RunState.COLLECTING.value, analysis=AnalysisState.WAITING.value)
    return waiting.exclude(pk=run_id).exists()


class _Follower:
    """One job's view of one run."""

    def __init__(self, run: Run, held: ExitStack) -> None:
        self._run_id = run.pk
        self._master = Path(run.master)
        self._following = run.analysed_to
        self._held = held
        self._cores = os.cpu_count() or 1
        self._pool = held.enter_context(ThreadPoolExecutor(self._cores, thread_name_prefix="analysis"))
        self._source: ImageSource | None = None
        self._analyser: ImageAnalyser | None = None
        self._rate_hz = FIRST_RATE_HZ
        self._waiting: list[Point] = []
        self._left_out = left_out_of(run)
        self._kept_at_s = 0.0
        self._is_kept = True
        self._trouble: dict[str, None] = {}
        self._opening_trouble = ""

    def until_done(self) -> AnalysisState:
        position = wait_for_news(None, 0)
        newest_at_s = time.monotonic()
        while True:
            is_collecting = self._is_collecting()
            if self._look(is_collecting=is_collecting):
                newest_at_s = time.monotonic()
                continue
            if self._left_out and not is_collecting and is_another_waiting(self._run_id):
                return self._laid_down(AnalysisState.WAITING)
            if self._fill_in():
                continue
            if not is_collecting and not (self._is_short() and time.monotonic() - newest_at_s < LATE_FILES_S):
                self._keep()
                finish_analysis(run_id=self._run_id, note=self._note())
                return AnalysisState.DONE
            self._keep_when_due()
            if time.monotonic() - newest_at_s > IDLE_AFTER_S:
                return self._laid_down(AnalysisState.IDLE)
            position = wait_for_news(position, self._patience_s())

    def _laid_down(self, state: AnalysisState) -> AnalysisState:
        self._keep()
        set_analysis(run_id=self._run_id, state=state)
        return state

    def _is_collecting(self) -> bool:
        return Run.objects.filter(pk=self._run_id, state=RunState.COLLECTING.value).exists()

    def _look(self, *, is_collecting: bool) -> bool:
        """Look at some images that are ready; False when there is none."""
        source = self._ready_source()
        if source is None or self._analyser is None or source.ready <= self._following:
            return False
        choice = images_to_look_at(
            following=self._following, ready=source.ready, rate_hz=self._rate_hz, is_collecting=is_collecting
        )
        began_s = time.monotonic()
        self._waiting += self._points(source, self._analyser, choice.indices)
        taken_s = max(time.monotonic() - began_s, 1e-3)
        self._rate_hz += (1 - _RATE_MEMORY) * (len(choice.indices) / taken_s - self._rate_hz)
        end = choice.indices[-1] + 1
        self._left_out += sorted(set(range(self._following, end)) - set(choice.indices))
        self._following = end
        self._is_kept = False
        self._keep_when_due()
        return True

    def _fill_in(self) -> bool:
        """Look at some of the images that were left out; False when there is none, or nothing can be read."""
        if not self._left_out or self._source is None or self._analyser is None:
            return False
        now = images_to_fill_in(self._left_out, rate_hz=self._rate_hz)
        self._waiting += self._points(self._source, self._analyser, now)
        self._left_out = self._left_out[len(now) :]
        self._is_kept = False
        self._keep_when_due()
        return True

    def _ready_source(self) -> ImageSource | None:
        """Open the files when they are there, else look whether they have grown."""
        try:
            if self._source is None:
                self._source = self._held.enter_context(open_images(self._master))
                self._analyser = ImageAnalyser(self._source.mask, self._source.geometry)
            else:
                self._source.refresh()
        except ImageError as error:
            self._opening_trouble = error.message
            return None
        self._opening_trouble = ""
        return self._source

    def _points(self, source: ImageSource, analyser: ImageAnalyser, indices: Sequence[int]) -> list[Point]:
        found = self._pool.map(lambda index: self._point(source, analyser, index), indices)
        return [point for point in found if point is not None]

    def _point(self, source: ImageSource, analyser: ImageAnalyser, index: int) -> Point | None:
        """Look at one image; None, with a note, when it cannot be read."""
        try:
            seen, _ = analyser.look(source.frame(index))
        except ImageError as error:
            self._trouble[error.message] = None
            return None
        return Point(
            image_number=index + 1,
            spots=seen.spots,
            resolution_angstrom=seen.resolution_angstrom,
            total_intensity=seen.total_intensity,
            ice_score=seen.ice_score,
        )

    def _patience_s(self) -> float:
        """How long to wait for news: until values are due to be kept, when some are waiting."""
        due_s = self._kept_at_s + KEEP_EVERY_S - time.monotonic()
        return min(max(due_s, 0.01), LOOK_AGAIN_S) if self._waiting else LOOK_AGAIN_S

    def _keep_when_due(self) -> None:
        if time.monotonic() - self._kept_at_s >= KEEP_EVERY_S:
            self._keep()

    def _keep(self) -> None:
        """Keep the values that are waiting, and how far the analysis is."""
        if self._is_kept:
            return
        points, self._waiting = self._waiting, []
        keep_points(run_id=self._run_id, points=points, analysed_to=self._following, sampled=bool(self._left_out))
        self._kept_at_s, self._is_kept = time.monotonic(), True

    def _frames(self) -> int:
        return Run.objects.values_list("frames", flat=True).get(pk=self._run_id)

    def _is_short(self) -> bool:
        """Whether fewer images can be read than were told of."""
        return (self._source.ready if self._source else 0) < self._frames()

    def _note(self) -> str:
        """Say what kept images from being looked at; empty when nothing did."""
        frames, ready = self._frames(), self._source.ready if self._source else 0
        sentences = list(self._trouble)[:_NOTES_KEPT]
        if len(self._trouble) > _NOTES_KEPT:
            sentences.append(f"So it is with {len(self._trouble)} images.")
        if self._source is None:
            sentences.append(self._opening_trouble)
        elif ready < frames:
            missing = ", ".join(self._source.missing[:_NOTES_KEPT])
            sentences.append(f"{ready} of {frames} images can be read{f'; missing: {missing}' if missing else ''}.")
        return " ".join(sentences)
