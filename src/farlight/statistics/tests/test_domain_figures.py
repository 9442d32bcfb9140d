import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from farlight.shipping.types import ParcelKind
from farlight.statistics.domain.figures import figures_of, quantile, spread_of, told
from farlight.statistics.tests.histories import DAY, MADE, history
from farlight.statistics.types import Figures, Spread

DAY_S = 86_400.0


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=20))
def test_quantiles_are_those_of_the_standard_library(values):
    deciles = statistics.quantiles(values, n=10, method="inclusive")
    assert quantile(values, 0.5) == pytest.approx(statistics.median(values))
    assert quantile(values, 0.9) == pytest.approx(deciles[8])


def test_a_spread_of_few_says_nothing():
    assert spread_of([], of=9) == Spread(count=0, p50_s=None, p90_s=None)
    assert spread_of([3.0], of=9) == Spread(count=1, p50_s=3.0, p90_s=3.0)
    assert spread_of([3.0] * 4, of=9, fewest=5) == Spread(count=None, p50_s=None, p90_s=None)
    assert spread_of([3.0] * 5, of=10, fewest=5) == Spread(count=5, p50_s=3.0, p90_s=3.0)
    assert spread_of([3.0] * 5, of=9, fewest=5) == Spread(count=None, p50_s=3.0, p90_s=3.0)


@pytest.mark.parametrize(
    ("number", "of", "expected"), [(0, 9, 0), (9, 9, 9), (4, 9, None), (5, 9, None), (5, 10, 5), (1, 1, None)]
)
def test_a_number_that_tells_of_few_is_not_told(number, of, expected):
    assert (told(number, of=of, fewest=5), told(number, of=of, fewest=1)) == (expected, number)


def test_parcels_come_to_counts_times_and_shares():
    parcels = [
        history(1, days=1, home_days=2),
        history(2, days=3, shipment="S1", was_warm=True),
        history(3, days=8, kind=ParcelKind.BOX, was_damaged=True),
        history(4, was_lost=True),
        history(5, posted_at=None, session_start=None),
    ]
    assert figures_of(parcels) == Figures(
        parcels=5,
        dewars=4,
        shipments=4,
        outward=Spread(count=3, p50_s=3 * DAY_S, p90_s=pytest.approx(7 * DAY_S)),
        homeward=Spread(count=1, p50_s=2 * DAY_S, p90_s=2 * DAY_S),
        in_time_frac=pytest.approx(2 / 3),
        warm_frac=pytest.approx(1 / 3),
        damaged_frac=pytest.approx(1 / 3),
        lost_frac=0.25,
    )


def test_no_parcels_come_to_nothing():
    nothing = Spread(count=0, p50_s=None, p90_s=None)
    assert figures_of([]) == Figures(
        parcels=0, dewars=0, shipments=0, outward=nothing, homeward=nothing,
        in_time_frac=None, warm_frac=None, damaged_frac=None, lost_frac=None,
    )  # fmt: skip


def test_shares_of_few_are_not_told():
    few = [history(n, days=1, home_days=1, was_warm=True, was_damaged=True, was_lost=True) for n in range(4)]
    nothing = Spread(count=None, p50_s=None, p90_s=None)
    assert figures_of(few, fewest=5) == Figures(
        parcels=4, dewars=None, shipments=None, outward=nothing, homeward=nothing,
        in_time_frac=None, warm_frac=None, damaged_frac=None, lost_frac=None,
    )  # fmt: skip


def test_a_parcel_without_a_session_is_not_late():
    assert figures_of([history(1, days=30, session_start=None)]).in_time_frac is None
    assert figures_of([history(1, days=30, session_start=MADE + 40 * DAY)]).in_time_frac == 1.0
