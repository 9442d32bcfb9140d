"""What guacd draws, drawn here."""

import base64
import io

import pytest
from PIL import Image

from farlight.desktops.adapters.guacd_pictures import Picture
from farlight.desktops.domain.guacamole.instructions import Instruction, MalformedInstructionError

RED, GREEN, BLUE, BLACK = (255, 0, 0), (0, 255, 0), (0, 0, 255), (0, 0, 0)


def png(colour, size=(2, 2)):
    made = io.BytesIO()
    Image.new("RGBA", size, colour).save(made, "PNG")
    return base64.b64encode(made.getvalue()).decode()


def img(layer, colour, x=0, y=0, mask="14"):
    part = png(colour)
    return [
        ("img", "1", mask, str(layer), "image/png", str(x), str(y)),
        ("blob", "1", part[:20]),
        ("blob", "1", part[20:]),
        ("end", "1"),
    ]


def drawn(*said):
    picture = Picture()
    for opcode, *args in said:
        picture.draw(Instruction(opcode, tuple(args)))
    flat = picture.flat()
    return [[flat.getpixel((x, y)) for x in range(flat.width)] for y in range(flat.height)]


def test_pictures_come_in_pieces_and_are_copied_from_buffers():
    said = [
        ("size", "0", "4", "2"),
        *img(0, RED),
        *img(-1, GREEN),
        ("copy", "-1", "0", "0", "1", "1", "14", "0", "3", "1"),
    ]
    assert drawn(*said) == [[RED, RED, BLACK, BLACK], [RED, RED, BLACK, GREEN]]


def test_rectangles_are_filled_and_see_through_where_they_are_laid_over():
    said = [("size", "0", "2", "1"), ("rect", "0", "0", "0", "2", "1"), ("cfill", "14", "0", "255", "0", "0", "255")]
    assert drawn(*said) == [[RED, RED]]
    over = [
        ("rect", "0", "1", "0", "1", "1"),
        ("cfill", "14", "0", "0", "0", "255", "0"),
        ("cfill", "14", "0", "0", "0", "0", "255"),
    ]
    assert drawn(*said, *over) == [[RED, RED]]
    assert drawn(*said, over[0], ("cfill", "12", "0", "0", "0", "255", "255")) == [[RED, BLUE]]


def test_layers_lie_upon_layers_by_their_height_until_they_are_gone():
    said = [
        ("size", "0", "3", "2"),
        *img(0, RED),
        ("size", "1", "2", "2"),
        *img(1, GREEN),
        ("size", "2", "2", "2"),
        *img(2, BLUE),
    ]
    moved = [("move", "1", "0", "1", "0", "5"), ("move", "2", "0", "2", "0", "1")]
    assert drawn(*said, *moved) == [[RED, GREEN, GREEN]] * 2
    assert drawn(*said, *moved, ("dispose", "1")) == [[RED, RED, BLUE]] * 2


def test_what_is_not_drawn_is_passed_over():
    assert drawn(("size", "0", "1", "1"), ("cursor", "0", "0", "-1", "0", "0", "1", "1"), ("sync", "1"), ("evil",)) == [
        [BLACK]
    ]
    assert drawn(("size", "0", "1", "1"), ("blob", "9", "x"), ("end", "9")) == [[BLACK]]


@pytest.mark.parametrize(
    "said",
    [
        [("size", "0", "99999", "1")],
        [("size", "0", "x", "1")],
        [("size", "0")],
        [("img", "1", "14", "0", "image/png", "0", "0"), ("blob", "1", "AAAA"), ("end", "1")],
        [("img", "1", "14", "0", "image/png", "0", "0"), ("blob", "1", "A"), ("end", "1")],
        [("copy", "0", "0", "0", "99999", "1", "14", "1", "0", "0")],
        [("move", "1", "2", "0", "0", "0"), ("move", "2", "1", "0", "0", "0")],
        [("size", str(number), "1", "1") for number in range(300)],
        [("img", str(number), "14", "0", "image/png", "0", "0") for number in range(300)],
        [("img", "1", "14", "-1", "image/png", "9000", "0"), ("blob", "1", png(RED)), ("end", "1")],
    ],
)
def test_what_cannot_be_drawn_is_refused(said):
    with pytest.raises(MalformedInstructionError):
        drawn(*said)
