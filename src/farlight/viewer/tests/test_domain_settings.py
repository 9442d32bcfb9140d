"""How an image is looked at survives the way through the address, and never leaves the image."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from farlight.science.rendering import CONTRAST_MAX, CONTRAST_MIN, ColourMap, Window
from farlight.viewer.domain.settings import ZOOM_MAX, ZOOMS, ViewSettings, settings_from


def again(settings: ViewSettings) -> ViewSettings:
    return settings_from(dict(parse_qsl(settings.query().removeprefix("?"))))


def test_nothing_said_is_the_whole_image_as_it_is() -> None:
    assert settings_from({}) == ViewSettings()
    assert ViewSettings().query() == ""
    assert ViewSettings().window((100, 80)) == Window(slow_px=0, fast_px=0, rows=100, columns=80)


def test_all_that_is_said_stands_in_the_address() -> None:
    settings = ViewSettings(
        contrast=1.5, invert=True, rings=True, spots=True, colours=ColourMap.HEAT, zoom=4, centre=(0.25, 0.75)
    )
    assert settings.query() == "?contrast=1.5&invert=1&rings=1&spots=1&colours=heat&zoom=4&at=0.25,0.75"
    assert again(settings) == settings


@given(
    steps=st.lists(
        st.sampled_from(["brighter", "dimmer", "in", "out", "up", "down", "left", "right"]),
        max_size=40,
    ),
    shape=st.tuples(st.integers(16, 5000), st.integers(16, 5000)),
)
def test_no_steps_lead_off_the_image(steps: list[str], shape: tuple[int, int]) -> None:
    settings = ViewSettings()
    for step in steps:
        settings = {
            "brighter": settings.brighter,
            "dimmer": settings.dimmer,
            "in": lambda s=settings: s.zoomed(1),
            "out": lambda s=settings: s.zoomed(-1),
            "up": lambda s=settings: s.moved(-1, 0),
            "down": lambda s=settings: s.moved(1, 0),
            "left": lambda s=settings: s.moved(0, -1),
            "right": lambda s=settings: s.moved(0, 1),
        }[step]()
    window = settings.window(shape)
    assert CONTRAST_MIN <= settings.contrast <= CONTRAST_MAX
    assert settings.zoom in ZOOMS
    assert 0 <= window.slow_px <= window.slow_px + window.rows <= shape[0]
    assert 0 <= window.fast_px <= window.fast_px + window.columns <= shape[1]
    assert again(settings).zoom == settings.zoom


@given(
    st.dictionaries(
        st.sampled_from(["contrast", "invert", "rings", "spots", "colours", "zoom", "at"]), st.text(max_size=12)
    )
)
def test_any_address_at_all_is_read(query: dict[str, str]) -> None:
    settings = settings_from(query)
    assert 1 <= settings.zoom <= ZOOM_MAX
    assert CONTRAST_MIN <= settings.contrast <= CONTRAST_MAX


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"contrast": "nan"}, 1.0),
        ({"contrast": "1e9"}, CONTRAST_MAX),
        ({"contrast": "-3"}, CONTRAST_MIN),
        ({"contrast": "loud"}, 1.0),
    ],
)
def test_contrast_that_makes_no_sense(query: dict[str, str], expected: float) -> None:
    assert settings_from(query).contrast == expected


def test_zooming_out_to_the_whole_image_centres_it() -> None:
    settings = ViewSettings(zoom=2, centre=(0.25, 0.75)).zoomed(-1)
    assert (settings.zoom, settings.centre) == (1, (0.5, 0.5))


@pytest.mark.parametrize(
    ("zoom", "nearer", "farther"), [(1, 2, 1), (2.6, 4, 2), (16, 16, 8), (133.3, 133.3, 16), (1.5, 2, 1)]
)
def test_buttons_lead_on_from_any_zoom_that_the_browser_went_to(zoom: float, nearer: float, farther: float) -> None:
    settings = settings_from({"zoom": str(zoom), "at": "0.5,0.5"})
    assert (settings.zoomed(1).zoom, settings.zoomed(-1).zoom) == (nearer, farther)
    assert again(settings).zoom == zoom
