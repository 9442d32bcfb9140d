import io
import math

import numpy as np
import pytest
from PIL import Image

from farlight.config.benchmarks.viewer_visibility import averaged, heights_of, left_out, visible_frac


def test_place_is_seen_when_it_stands_out_of_what_is_around():
    picture = np.full((60, 60), 4, np.float32)
    picture[20, 30], picture[40, 10], picture[5, 5] = 11, 9, 100
    rows, columns = np.array([20.5, 40.5, 5.9, 30.5]), np.array([30.5, 10.5, 5.1, 45.5])
    assert visible_frac(picture, rows, columns) == 0.5


def test_a_place_beside_its_spot_is_not_seen_and_one_beyond_the_edge_does_not_count():
    picture = np.full((60, 60), 4, np.float32)
    picture[20, 30] = 50
    assert visible_frac(picture, np.array([20.0, 23.0, 99.0]), np.array([31.0, 33.0, 3.0])) == 0.5
    assert math.isnan(visible_frac(picture, np.array([-1.0]), np.array([3.0])))


def test_gaps_neither_hide_a_spot_nor_are_one():
    picture = np.full((60, 60), np.nan, np.float32)
    picture[:, :30] = 2
    picture[20, 29] = 6
    assert visible_frac(picture, np.array([20.5, 20.5]), np.array([29.5, 50.5])) == 0.5


def test_others_average_cells_or_leave_pixels_out():
    counts = np.arange(24, dtype=np.uint16).reshape(4, 6)
    good = np.ones((4, 6), np.bool_)
    good[0, 0] = good[:2, 2:4] = False
    assert averaged(counts, good, 2) == pytest.approx(
        np.array([[(1 + 6 + 7) / 3, np.nan, 7.5], [15.5, 17.5, 19.5]]), nan_ok=True
    )
    assert left_out(counts, good, 2) == pytest.approx(np.array([[7, np.nan, 11], [19, 21, 23]]), nan_ok=True)


def test_coloured_pixels_have_no_height():
    written = io.BytesIO()
    Image.fromarray(np.array([[[7, 7, 7], [38, 44, 58], [255, 255, 255]]], np.uint8)).save(written, "PNG")
    assert heights_of(written.getvalue()) == pytest.approx(np.array([[7, np.nan, 255]]), nan_ok=True)
