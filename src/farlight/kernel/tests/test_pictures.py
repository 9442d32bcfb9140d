"""Pictures are drawn anew: upright, small enough, and with nothing beside what they show."""

import io

import pytest
from PIL import Image

from farlight.kernel import pictures
from farlight.kernel.errors import Invalid
from farlight.kernel.pictures import Photograph, drawn_anew, plain_name
from farlight.kernel.tests.factories import CLOCKWISE, PLACE, make_picture


def drawn(content, name="lid.jpg"):
    (picture,) = drawn_anew([Photograph(name=name, content=content)])
    return picture


def opened(content):
    return Image.open(io.BytesIO(content))


def test_where_a_picture_was_taken_is_not_kept():
    came = make_picture(place=True, text="in the garden of Ada")
    assert PLACE in opened(came).getexif()
    kept = drawn(came)
    for content in (kept.content, kept.small):
        assert (dict(opened(content).getexif()), b"garden" in content) == ({}, False)


def test_a_picture_is_turned_upright():
    kept = drawn(make_picture(64, 48, turn=CLOCKWISE))
    assert (kept.width_px, kept.height_px, opened(kept.content).size) == (48, 64, (48, 64))


@pytest.mark.parametrize(
    ("form", "mode", "media_type"),
    [
        ("JPEG", "RGB", "image/jpeg"),
        ("WEBP", "RGB", "image/jpeg"),
        ("PNG", "P", "image/png"),
        ("PNG", "RGBA", "image/png"),
    ],
)
def test_pictures_of_phones_are_kept_as_browsers_show_them(form, mode, media_type):
    kept = drawn(make_picture(form=form, mode=mode, colour=0 if mode == "P" else "navy"))
    assert (kept.media_type, opened(kept.content).get_format_mimetype()) == (media_type, media_type)
    assert opened(kept.small).get_format_mimetype() == "image/jpeg"


def test_what_hides_behind_a_picture_is_not_kept():
    assert b"<script>" not in drawn(make_picture(form="PNG") + b"<script>alert(1)</script>", "x.png").content


def test_a_large_picture_becomes_smaller(monkeypatch):
    monkeypatch.setattr(pictures, "LONGEST_SIDE_PX", 1000)
    kept = drawn(make_picture(2000, 500, form="PNG"))
    assert (kept.width_px, kept.height_px, opened(kept.small).size) == (1000, 250, (480, 120))


def test_everything_that_speaks_against_pictures_is_said_at_once():
    many = [Photograph(name=f"{number}.heic", content=b"no") for number in range(13)]
    with pytest.raises(Invalid) as refusal:
        drawn_anew([*many, Photograph(name="big.jpg", content=make_picture() + b"0" * 15_000_000)])
    messages = [objection.message for objection in refusal.value.objections]
    assert messages[0] == "There are 14 photographs; 12 fit."
    assert messages[1] == "0.heic is no picture that browsers show."
    assert messages[-1] == "big.jpg has more than 15 MB."


@pytest.mark.parametrize(
    "content",
    [
        make_picture(form="PNG")[:60],
        b"\xff\xd8\xff" + b"0" * 50,
        make_picture(8000, 8000, form="PNG", mode="1", colour=0),
    ],
)
def test_what_is_damaged_or_made_to_do_damage_is_refused(content):
    with pytest.raises(Invalid) as refusal:
        drawn(content, "../lid<.png")
    assert str(refusal.value) == (
        "lid.png is damaged, or has more than 60 megapixels. Take it again, or make it smaller."
    )


def test_a_file_has_a_name_even_without_one():
    assert plain_name(" .") == "file"
