"""Pictures for tests, as cameras make them."""

import io

from PIL import Image

PLACE = 0x8825
"""Number of the EXIF part that says where a picture was taken."""
TURN = 0x0112
"""Number of the EXIF field that says how a picture is to be turned."""
CLOCKWISE = 6


def make_picture(width=64, height=48, *, form="JPEG", mode="RGB", colour="navy", turn=None, place=False, text=""):
    """The bytes of a picture; with the place where it was taken, and how it is to be turned, when that is wanted."""
    picture = Image.new(mode, (width, height), colour)
    exif = picture.getexif()
    if turn:
        exif[TURN] = turn
    if place:
        exif[PLACE] = {1: "N", 2: (49.0, 24.0, 31.0)}
    if text:
        exif[0x010E] = text
    out = io.BytesIO()
    picture.save(out, form, exif=exif)
    return out.getvalue()
