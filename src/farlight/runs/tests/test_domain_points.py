"""Values of images go into arrays and come back the same."""

from hypothesis import given
from hypothesis import strategies as st

from farlight.runs.domain.points import COLUMNS, Point, numbers_in, packed, series_from, series_of_points, unpacked
from farlight.runs.types import Series


def point(number: int, *, spots: int = 3, resolution_angstrom: float | None = 2.125) -> Point:
    return Point(
        image_number=number,
        spots=spots,
        resolution_angstrom=resolution_angstrom,
        total_intensity=1e9 + number,
        ice_score=0.25,
    )


def test_series_tells_what_the_points_say() -> None:
    assert series_of_points([point(4), point(6, spots=0, resolution_angstrom=None)], sampled=True) == Series(
        image_numbers=(4, 6),
        spots=(3, 0),
        resolution_angstrom=(2.125, None),
        total_intensity=(1e9 + 4, 1e9 + 6),
        ice_score=(0.25, 0.25),
        sampled=True,
    )


def test_no_points_are_an_empty_series() -> None:
    assert series_of_points([], sampled=False) == Series()
    assert series_from([]) == Series()
    assert set(packed([])) == set(COLUMNS)


def test_later_and_fewer_values_can_be_asked_for() -> None:
    chunks = [packed([point(1), point(2)]), packed([point(5), point(9)])]
    assert series_from(chunks, after=1).image_numbers == (2, 5, 9)
    assert series_from(chunks, after=1, limit=2).image_numbers == (2, 5)
    assert series_from(chunks, after=9) == Series()


@given(
    st.lists(
        st.tuples(st.integers(0, 2**31 - 1), st.none() | st.floats(0.5, 99.0), st.floats(0, 1e15), st.floats(0, 1)),
        max_size=30,
    )
)
def test_any_values_survive(rows: list[tuple[int, float | None, float, float]]) -> None:
    points = [
        Point(image_number=n, spots=spots, resolution_angstrom=d, total_intensity=total, ice_score=ice)
        for n, (spots, d, total, ice) in enumerate(rows, start=1)
    ]
    assert packed(unpacked(packed(points))) == packed(points)
    assert numbers_in(packed(points)["image_numbers"]) == [p.image_number for p in points]
    series = series_of_points(points, sampled=False)
    assert series.spots == tuple(p.spots for p in points)
    assert series.total_intensity == tuple(p.total_intensity for p in points)
    for kept, told in zip(series.resolution_angstrom, points, strict=True):
        assert (kept is None) == (told.resolution_angstrom is None)
        if kept is not None and told.resolution_angstrom is not None:
            assert abs(kept - told.resolution_angstrom) < 1e-3
