import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from farlight.science.trends import falling_curve, linear_trend

ONES = np.ones(20)


@given(middle=st.floats(0.05, 0.42), width=st.floats(0.02, 0.3))
def test_the_curve_that_made_the_points_is_found_where_they_see_it_fall(middle, width):
    s = np.linspace(0.01, 0.5, 20)
    curve = falling_curve(s, (1 - np.tanh((s - middle) / width)) / 2, ONES)
    np.testing.assert_allclose(curve.at(s), (1 - np.tanh((s - middle) / width)) / 2, atol=0.01)


def test_where_the_curve_falls_to_a_value():
    s = np.linspace(0.01, 0.5, 20)
    curve = falling_curve(s, (1 - np.tanh((s - 0.25) / 0.05)) / 2, ONES)
    assert curve.d_angstrom_where(0.5) == pytest.approx(2.0, rel=0.01)
    assert curve.d_angstrom_where(0.3) < 2.0
    low = falling_curve(s, np.full(20, 1e-9), ONES)
    assert low.d_angstrom_where(0.999999) is None


def test_a_curve_needs_points_and_weights():
    assert falling_curve(np.arange(7.0), np.arange(7.0), np.ones(7)) is None
    assert falling_curve(np.arange(9.0), np.arange(9.0), np.zeros(9)) is None


def test_a_line_through_points_on_a_line():
    x = np.arange(10.0)
    trend = linear_trend(x, 3 + 0.5 * x, np.arange(1.0, 11.0))
    assert (trend.intercept, trend.slope) == pytest.approx((3.0, 0.5))
    assert trend.slope_error == pytest.approx(0.0, abs=1e-12)


def test_scatter_makes_the_slope_uncertain_as_statistics_say():
    rng = np.random.default_rng(7)
    x = np.arange(200.0)
    slopes = [linear_trend(x, rng.normal(1.0, 0.1, 200), np.ones(200)) for _ in range(200)]
    expected = 0.1 / math.sqrt(((x - x.mean()) ** 2).sum())
    assert np.std([one.slope for one in slopes]) == pytest.approx(expected, rel=0.2)
    assert np.mean([one.slope_error for one in slopes]) == pytest.approx(expected, rel=0.05)


def test_a_line_needs_four_points_at_different_places():
    assert linear_trend(np.arange(3.0), np.arange(3.0), np.ones(3)) is None
    assert linear_trend(np.ones(5), np.arange(5.0), np.ones(5)) is None
    assert linear_trend(np.arange(5.0), np.arange(5.0), np.zeros(5)) is None
