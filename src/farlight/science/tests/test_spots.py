"""The spot finder finds what was put in, in every type of image, and nothing else."""

import dataclasses
from types import FunctionType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from farlight.kernel.errors import Invalid
from farlight.science import spot_kernels, spots
from farlight.science.spots import SpotParameters, SpotTable, as_counts, find_spots
from farlight.science.tests.frames import frame_with_spots, nearest_px


def no_mask(image: np.ndarray) -> np.ndarray:
    return np.zeros(image.shape, np.uint8)


def places(table: SpotTable) -> np.ndarray:
    return np.column_stack((table.slow_px, table.fast_px))


def as_rows(table: SpotTable) -> list[list[float]]:
    columns = [getattr(table, field.name) for field in dataclasses.fields(table) if field.name != "total_counts"]
    return np.column_stack(columns).round(4).tolist()


@pytest.mark.parametrize("seed", range(5))
def test_all_clear_spots_are_found_where_they_are_and_nothing_else(seed: int) -> None:
    image, centres = frame_with_spots(seed=seed)
    found = find_spots(image, no_mask(image))
    assert len(found) == len(centres)
    assert nearest_px(places(found), centres).max() < 0.5
    assert found.total_counts == int(image.sum())


def test_weak_spots_are_mostly_found() -> None:
    image, centres = frame_with_spots(counts=45.0, background=0.4)
    found = find_spots(image, no_mask(image))
    assert (nearest_px(places(found), centres) < 1.5).mean() > 0.9
    assert (nearest_px(centres, places(found)) < 2).mean() > 0.95


def test_noise_alone_has_hardly_any_spot() -> None:
    image = np.random.default_rng(3).poisson(2.0, (600, 600)).astype(np.uint16)
    assert len(find_spots(image, no_mask(image))) <= 2


def test_intensity_peak_and_background_are_measured() -> None:
    image, centres = frame_with_spots(counts=4000.0, background=3.0, sigma_px=1.0)
    found = find_spots(image, no_mask(image))
    assert 0.75 * 4000 < np.median(found.intensity_counts) < 4000  # its faint rim is not strong
    assert np.median(found.background_counts) == pytest.approx(3.0, rel=0.3)
    assert np.median(found.peak_counts) == pytest.approx(4000 / (2 * np.pi), rel=0.25)
    assert (found.size_px >= 3).all()
    assert len(found) == len(centres)


def test_types_of_images_make_no_difference() -> None:
    image, _ = frame_with_spots()
    image[:, 100:110] = 65535
    mask = no_mask(image)
    expected = as_rows(find_spots(image, mask))
    gap = image == 65535
    counts = image.astype(np.int64)
    unsigned = np.where(gap, 2**32 - 1, counts).astype(np.uint32)
    wide = np.where(gap, -1, counts)
    signed = wide.astype(np.int32)
    real = np.where(gap, np.nan, counts)
    for same in (unsigned, signed, real, wide, signed.astype(">i4"), np.asfortranarray(signed)):
        assert as_rows(find_spots(same, mask)) == expected


def test_masked_pixels_do_not_count() -> None:
    image, centres = frame_with_spots()
    mask = no_mask(image)
    mask[:200] = 1
    found = find_spots(image, mask)
    assert len(found) == (centres[:, 0] > 200).sum()
    assert found.total_counts == int(image[200:].sum())


def test_bright_pixels_far_beyond_the_clip_are_found() -> None:
    image = np.random.default_rng(1).poisson(1.0, (100, 100)).astype(np.uint32)
    image[50:53, 40:43] += 3_000_000
    found = find_spots(image, no_mask(image))
    assert places(found).round(2).tolist() == [[51.5, 41.5]]
    assert found.intensity_counts[0] == pytest.approx(27_000_000, rel=1e-3)


def test_size_limits_are_kept() -> None:
    image = np.random.default_rng(1).poisson(1.0, (120, 120)).astype(np.uint16)
    image[20:22, 20:22] += 500
    image[60:66, 60:66] += 500
    assert [len(find_spots(image, no_mask(image), SpotParameters(size_max_px=n))) for n in (10, 50)] == [1, 2]
    assert len(find_spots(image, no_mask(image), SpotParameters(size_min_px=5))) == 1


def test_two_spots_side_by_side_stay_two() -> None:
    image = np.random.default_rng(1).poisson(1.0, (60, 60)).astype(np.uint16)
    image[30:32, 20:22] += 300
    image[30:32, 26:28] += 300
    assert len(find_spots(image, no_mask(image))) == 2


def test_spots_that_touch_by_a_corner_are_one() -> None:
    image = np.random.default_rng(1).poisson(1.0, (60, 60)).astype(np.uint16)
    image[30:32, 20:22] += 300
    image[32:34, 22:24] += 300
    image[32:34, 18:20] += 300
    assert len(find_spots(image, no_mask(image))) == 1


def test_more_candidates_than_the_first_list_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    image, _ = frame_with_spots()
    expected = as_rows(find_spots(image, no_mask(image)))
    monkeypatch.setattr(spots, "_LIST_PX", 7)
    assert as_rows(find_spots(image, no_mask(image))) == expected


def test_shapes_that_disagree_are_refused() -> None:
    with pytest.raises(Invalid, match=r"\(3, 4\).*\(4, 3\)"):
        find_spots(np.zeros((3, 4), np.uint16), np.zeros((4, 3), np.uint8))
    with pytest.raises(Invalid):
        find_spots(np.zeros(4, np.uint16), np.zeros(4, np.uint8))


@settings(deadline=None)
@given(
    image=arrays(
        st.sampled_from([np.uint8, np.uint16, np.uint32, np.int16, np.int32, np.float32, np.uint64]),
        st.tuples(st.integers(1, 20), st.integers(1, 20)),
    ),
    masked=st.booleans(),
)
def test_any_image_at_all_is_survived(image: np.ndarray, *, masked: bool) -> None:
    found = find_spots(image, np.full(image.shape, masked, np.uint8))
    assert found.total_counts >= 0
    assert ((found.slow_px >= 0) & (found.slow_px <= image.shape[0])).all()
    assert ((found.fast_px >= 0) & (found.fast_px <= image.shape[1])).all()


def test_images_that_need_no_change_are_not_copied() -> None:
    image = np.zeros((4, 4), np.uint16)
    assert np.shares_memory(as_counts(image), image)
    assert image.flags.writeable


def interpreted(monkeypatch: pytest.MonkeyPatch, module: Any) -> None:
    """Let the kernels of a module run as plain Python."""
    for name, thing in vars(module).items():
        plain = getattr(thing, "py_func", None)
        if isinstance(plain, FunctionType):
            monkeypatch.setattr(module, name, plain)


def test_compiled_kernels_do_what_their_source_says(monkeypatch: pytest.MonkeyPatch) -> None:
    image, _ = frame_with_spots(shape=(100, 90), spots=5, counts=200.0)
    image[:, 30] = 65535
    mask = no_mask(image)
    mask[40:44] = 1
    fast = find_spots(image, mask)
    interpreted(monkeypatch, spot_kernels)
    assert np.allclose(as_rows(find_spots(image, mask)), as_rows(fast), atol=1e-3)


def test_interpreted_kernels_count_what_does_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    image, _ = frame_with_spots(shape=(80, 80), spots=3, counts=200.0)
    fast = find_spots(image, no_mask(image))
    interpreted(monkeypatch, spot_kernels)
    monkeypatch.setattr(spots, "_LIST_PX", 2)
    assert np.allclose(as_rows(find_spots(image, no_mask(image))), as_rows(fast), atol=1e-3)
