import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from farlight.webcams.domain.jpeg_stream import MOST_BYTES, JpegStream, NoPictureError
from farlight.webcams.tests.conftest import a_jpeg


def with_thumbnail():
    """A picture that holds another one, end mark and all, in a segment of its own."""
    inner = a_jpeg(3, (32, 24))
    body = b"Exif\0\0" + inner
    outer = a_jpeg(9)
    return outer[:2] + b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body + outer[2:]


def progressive():
    made = io.BytesIO()
    Image.effect_noise((160, 120), 60).convert("RGB").save(made, "JPEG", progressive=True, quality=95)
    return made.getvalue()


PICTURES = [a_jpeg(1), a_jpeg(2, (64, 48), noise=True), with_thumbnail(), progressive()]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, len(PICTURES) - 1), max_size=4), st.integers(30, 5000), st.binary(max_size=20))
def test_pictures_come_out_as_they_went_in_however_they_are_cut(numbers, cut, between):
    pictures = [PICTURES[number] for number in numbers]
    between = between.replace(b"\xff", b"\r")
    stream, data, found = JpegStream(), between + between.join(pictures), []
    for start in range(0, len(data), cut):
        found += stream.feed(data[start : start + cut])
    assert found == pictures


def test_what_holds_no_picture_is_not_kept():
    stream = JpegStream()
    assert stream.feed(b"x" * MOST_BYTES * 2) == []


def test_a_picture_without_end_is_refused():
    stream = JpegStream()
    with pytest.raises(NoPictureError):
        stream.feed(b"\xff\xd8\xff\xda\x00\x02" + b"x" * MOST_BYTES)
