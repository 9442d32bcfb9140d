"""Series are kept once, in chunks, with one event for each keeping."""

from collections.abc import Sequence
from itertools import chain

import pytest

from farlight.beamtime.tests.factories import make_session
from farlight.bus.public import entries_after
from farlight.runs.domain.points import CHUNK_POINTS, Point
from farlight.runs.models import Run, SeriesChunk
from farlight.runs.queries import series_of
from farlight.runs.services.series import finish_analysis, keep_points, set_analysis
from farlight.runs.tests.factories import make_run
from farlight.runs.tests.test_domain_points import point
from farlight.runs.types import AnalysisState

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> Run:
    make_run(make_session())
    return Run.objects.select_related("session").get()


def keep(run: Run, numbers: Sequence[int], *, sampled: bool = False) -> int:
    points: list[Point] = [point(number) for number in numbers]
    return keep_points(run_id=run.pk, points=points, analysed_to=numbers[-1] if numbers else 0, sampled=sampled)


def told(run: Run, kind: str) -> list[dict[str, object]]:
    return [entry.body for entry in entries_after(run.session.code, 0, limit=1000) if entry.kind == kind]


def test_values_that_are_kept_again_are_left_out(run: Run) -> None:
    assert keep(run, range(1, 5)) == 4
    assert keep(run, range(3, 8)) == 3
    assert keep(run, range(1, 8)) == 0
    assert series_of(run.pk).image_numbers == tuple(range(1, 8))
    assert [body["image_numbers"] for body in told(run, "run-analysed")] == [[1, 2, 3, 4], [5, 6, 7]]
    assert (Run.objects.get().analysed, Run.objects.get().analysed_to) == (7, 7)


def test_many_small_parts_fill_few_rows(run: Run) -> None:
    for first in range(1, CHUNK_POINTS + 200, 25):
        keep(run, range(first, first + 25))
    last = Run.objects.get().analysed_to
    assert SeriesChunk.objects.count() == 2
    assert list(SeriesChunk.objects.values_list("first", "count")) == [
        (1, CHUNK_POINTS),
        (CHUNK_POINTS + 1, last - CHUNK_POINTS),
    ]
    assert series_of(run.pk).image_numbers == tuple(range(1, last + 1))


def test_one_large_part_fills_several_rows(run: Run) -> None:
    keep(run, range(1, 2 * CHUNK_POINTS + 11))
    assert list(SeriesChunk.objects.values_list("count", flat=True)) == [CHUNK_POINTS, CHUNK_POINTS, 10]
    assert series_of(run.pk, after=2 * CHUNK_POINTS).image_numbers == tuple(
        range(2 * CHUNK_POINTS + 1, 2 * CHUNK_POINTS + 11)
    )
    assert series_of(run.pk, after=CHUNK_POINTS - 1, limit=2).image_numbers == (CHUNK_POINTS, CHUNK_POINTS + 1)


def test_reading_the_end_does_not_read_it_all(run: Run, django_assert_num_queries: object) -> None:
    keep(run, range(1, 4 * CHUNK_POINTS))
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert len(series_of(run.pk, after=4 * CHUNK_POINTS - 3).spots) == 2


def test_leaving_images_out_is_said_until_they_are_filled_in(run: Run) -> None:
    keep(run, range(1, 3))
    keep(run, range(5, 20, 5), sampled=True)
    assert series_of(run.pk).sampled is True
    keep(run, range(16, 20), sampled=True)
    keep(run, range(3, 15), sampled=False)
    assert [body["sampled"] for body in told(run, "run-analysed")] == [False, True, True, False]
    assert series_of(run.pk).sampled is False


def test_images_that_come_later_take_their_place(run: Run) -> None:
    keep(run, range(4, 41, 4), sampled=True)
    assert keep(run, range(1, 8), sampled=True) == 6
    assert series_of(run.pk).image_numbers == (*range(1, 8), *range(8, 41, 4))
    assert keep(run, [39, 41, 42], sampled=True) == 3
    assert keep(run, range(1, 43)) == 42 - 6 - 3 - 10
    assert series_of(run.pk).image_numbers == tuple(range(1, 43))
    assert series_of(run.pk).total_intensity == tuple(1e9 + number for number in range(1, 43))
    assert (Run.objects.get().analysed, Run.objects.get().analysed_to) == (42, 42)
    assert list(SeriesChunk.objects.values_list("first", "count")) == [(1, 42)]
    numbers = [body["image_numbers"] for body in told(run, "run-analysed")]
    assert numbers[1] == [1, 2, 3, 5, 6, 7]
    assert sorted(chain.from_iterable(numbers)) == list(range(1, 43))  # type: ignore[arg-type]


def test_filling_in_leaves_no_tiny_chunks(run: Run) -> None:
    last = 3 * CHUNK_POINTS * 5
    keep(run, range(5, last + 1, 5), sampled=True)
    assert SeriesChunk.objects.count() == 3
    for first in range(1, last + 1, 50):
        keep(run, range(first, first + 50), sampled=True)
    assert series_of(run.pk).image_numbers[:last] == tuple(range(1, last + 1))
    counts = list(SeriesChunk.objects.order_by("first").values_list("count", flat=True))
    assert min(counts[:-1]) >= CHUNK_POINTS // 2 - 50
    assert max(counts) <= CHUNK_POINTS


def test_images_that_cannot_be_read_move_the_mark_without_a_value(run: Run) -> None:
    keep_points(run_id=run.pk, points=[], analysed_to=9, sampled=False)
    assert (Run.objects.get().analysed, Run.objects.get().analysed_to) == (0, 9)
    assert told(run, "run-analysed") == []


def test_analysis_ends_once(run: Run) -> None:
    assert finish_analysis(run_id=run.pk, note="7 of 10 images can be read.")
    assert not finish_analysis(run_id=run.pk, note="again")
    set_analysis(run_id=run.pk, state=AnalysisState.RUNNING)
    row = Run.objects.get()
    assert (row.analysis, row.analysis_note) == ("done", "7 of 10 images can be read.")
    assert told(run, "run-analysis-ended") == [
        {
            "session": run.session.code,
            "run": 1,
            "analysed": 0,
            "sampled": False,
            "note": "7 of 10 images can be read.",
        }
    ]
