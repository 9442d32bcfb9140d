"""Pictures: no spot vanishes, gaps look like gaps, every format opens."""

import io
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from farlight.kernel.errors import Invalid
from farlight.science import rendering
from farlight.science.rendering import ColourMap, PictureFormat, PictureStyle, Window, as_text, pool, render_frame
from farlight.science.tests.test_spots import interpreted

GAP = np.uint32(65535)


def opened(picture: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(picture)) as image:
        return np.asarray(image.convert("RGB"))


def drawn(image: np.ndarray, mask: np.ndarray | None = None, **style: object) -> np.ndarray:
    chosen = PictureStyle(**{"picture_format": PictureFormat.PNG, **style})  # type: ignore[arg-type]
    return opened(render_frame(image, np.zeros(image.shape, np.uint8) if mask is None else mask, chosen))


@pytest.mark.parametrize("picture_format", PictureFormat)
@pytest.mark.parametrize("colour_map", ColourMap)
def test_every_format_and_colour_map_opens(picture_format: PictureFormat, colour_map: ColourMap) -> None:
    image = np.random.default_rng(1).poisson(3.0, (300, 200)).astype(np.uint16)
    assert drawn(image, picture_format=picture_format, colour_map=colour_map, max_size_px=150).shape == (150, 100, 3)


@settings(deadline=None, max_examples=40)
@given(slow=st.integers(0, 299), fast=st.integers(0, 199), size=st.integers(16, 120))
def test_single_bright_pixel_never_vanishes(slow: int, fast: int, size: int) -> None:
    image = np.zeros((300, 200), np.uint16)
    image[slow, fast] = 500
    assert drawn(image, max_size_px=size).max() == 255


def test_gaps_and_masked_pixels_have_their_own_colour() -> None:
    image = np.full((32, 32), 3, np.uint16)
    image[:, 8:16] = 65535
    mask = np.zeros(image.shape, np.uint8)
    mask[24:] = 1
    picture = drawn(image, mask)
    assert (picture[4, 10] == (38, 44, 58)).all()
    assert (picture[30, 30] == (38, 44, 58)).all()
    assert not (picture[4, 4] == (38, 44, 58)).all()


def test_inverted_picture_is_dark_where_counts_are_high() -> None:
    image = np.zeros((32, 32), np.uint16)
    image[10, 10] = 100
    picture = drawn(image, invert=True)
    assert picture[10, 10].max() == 0
    assert picture[0, 0].min() == 255


def test_contrast_makes_weak_counts_brighter() -> None:
    image = np.random.default_rng(1).poisson(1.0, (64, 64)).astype(np.uint16)
    means = [drawn(image, contrast=contrast).mean() for contrast in (0.5, 1.0, 2.0)]
    assert means == sorted(means)
    assert means[0] < means[2]


def test_window_shows_a_part_in_full() -> None:
    image = np.arange(100 * 80, dtype=np.uint32).reshape(100, 80)
    window = Window(slow_px=90, fast_px=-10, rows=30, columns=40)
    assert drawn(image, window=window).shape == (10, 30, 3)


def test_window_beside_the_image_is_refused() -> None:
    with pytest.raises(Invalid, match="100 rows and 80 columns"):
        drawn(np.zeros((100, 80), np.uint16), window=Window(slow_px=100, fast_px=0, rows=5, columns=5))


def test_mask_of_another_shape_is_refused() -> None:
    with pytest.raises(Invalid, match=r"\(3, 3\)"):
        drawn(np.zeros((4, 4), np.uint16), np.zeros((3, 3), np.uint8))


def test_picture_of_nothing_but_gaps_is_drawn() -> None:
    assert (drawn(np.full((20, 20), 65535, np.uint16)) == (38, 44, 58)).all()


@pytest.mark.parametrize("size", [1, 100_000])
def test_sizes_beyond_what_is_possible_are_brought_back(size: int) -> None:
    assert drawn(np.zeros((64, 64), np.uint16), max_size_px=size).shape[0] in {16, 64}


def test_pooling_takes_the_largest_good_count() -> None:
    image = np.array([[1, 9, 65535], [4, 2, 65535], [7, 0, 3]], np.uint16)
    mask = np.array([[0, 1, 0], [0, 0, 0], [0, 0, 0]], np.uint8)
    assert pool(image, mask, GAP, 2).tolist() == [[5, 0], [8, 4]]


def test_compiled_pooling_does_what_its_source_says(monkeypatch: pytest.MonkeyPatch) -> None:
    image = np.random.default_rng(2).integers(0, 70, (11, 13)).astype(np.int32) - 5
    mask = (image % 7 == 0).astype(np.uint8)
    compiled = pool(image, mask, np.uint32(2**31 - 1), 3)
    interpreted(monkeypatch, rendering)
    assert rendering.pool(image, mask, np.uint32(2**31 - 1), 3).tolist() == compiled.tolist()


def test_the_browser_has_the_same_colours():
    known = json.loads((Path(__file__).parents[4] / "frontend" / "generated" / "colours.json").read_text())
    assert known == json.loads(as_text()), "python -m farlight.science.rendering frontend/generated/colours.json"
