"""What webcams of a simulated beamline see: the sample as it turns, and the hutch about it."""

import io
import math
from collections.abc import Mapping
from datetime import UTC, datetime

from PIL import Image, ImageDraw, ImageFont

from farlight.beamlines.types import ChannelValue
from farlight.engine.messages import SampleInBeam
from farlight.simulator.drawing import sample_picture

TURN_S = 24.0
"""One slow turn of the goniometer."""
SIZE_PX = (960, 540)
_WALL, _FLOOR, _STEEL, _DARK = (203, 208, 214), (148, 152, 158), (120, 128, 138), (58, 64, 72)
_GLOW = (255, 244, 214)


def sample(readings: Mapping[str, ChannelValue], at_s: float) -> bytes:
    """Return a JPEG of what is mounted, as the camera beside the beam sees it."""
    return _jpeg(sample_image(readings, at_s))


def sample_image(readings: Mapping[str, ChannelValue], at_s: float, *, zoom: float = 1.0) -> Image.Image:
    """Draw what is mounted, as the camera beside the beam sees it; the middle of it when zoomed in."""
    name = str(readings.get("sample_mounted") or "")
    piece = SampleInBeam(code=name, name=name, acronym="") if name else None
    image = sample_picture(piece, 360.0 * (at_s / TURN_S % 1.0), (50.0, 50.0))
    half_x, half_y = image.width / zoom / 2, image.height / zoom / 2
    middle = (image.width / 2, image.height / 2)
    box = (middle[0] - half_x, middle[1] - half_y, middle[0] + half_x, middle[1] + half_y)
    return _with_clock(image.resize(image.size, box=box) if zoom > 1 else image, at_s)


def hutch(readings: Mapping[str, ChannelValue], at_s: float) -> bytes:
    """Return a JPEG of the hutch: the robot, the goniometer, the detector, and the lamp that tells of beam."""
    image = Image.new("RGB", SIZE_PX, _WALL)
    draw = ImageDraw.Draw(image)
    draw.rectangle([0, 400, SIZE_PX[0], SIZE_PX[1]], fill=_FLOOR)
    draw.rectangle([0, 396, SIZE_PX[0], 402], fill=_STEEL)
    _draw_beamline(draw, readings)
    _draw_robot(draw, is_away=bool(readings.get("sample_mounted")), at_s=at_s)
    _draw_lamp(draw, is_beam=readings.get("shutter_open") is True)
    return _jpeg(_with_clock(image, at_s))


def _draw_beamline(draw: ImageDraw.ImageDraw, readings: Mapping[str, ChannelValue]) -> None:
    draw.rectangle([0, 268, 330, 300], fill=_STEEL, outline=_DARK, width=2)
    draw.rectangle([330, 276, 420, 292], fill=_DARK)
    draw.rectangle([470, 296, 530, 400], fill=_STEEL, outline=_DARK, width=2)
    draw.rectangle([484, 284, 516, 300], fill=_DARK)
    distance_mm = readings.get("detector_distance_mm")
    shift_px = min(float(distance_mm) / 2.0, 160.0) if isinstance(distance_mm, int | float) else 60.0
    left = 580 + shift_px
    draw.rectangle([left, 180, left + 70, 390], fill=_DARK, outline=(30, 34, 40), width=3)
    draw.rectangle([left - 6, 192, left, 378], fill=(24, 27, 32))
    draw.rectangle([left + 10, 390, left + 60, 400], fill=_STEEL)
    if readings.get("shutter_open") is True:
        draw.line([420, 284, left - 6, 284], fill=_GLOW, width=3)


def _draw_robot(draw: ImageDraw.ImageDraw, *, is_away: bool, at_s: float) -> None:
    reach = 0.15 if is_away else 0.55 + 0.1 * math.sin(at_s / 2)
    base, elbow = (330.0, 470.0), (310.0 + 60 * reach, 330.0)
    hand = (elbow[0] + 170 * reach, 290.0 + 40 * (1 - reach))
    draw.rectangle([base[0] - 60, 440, base[0] + 60, 520], fill=(232, 140, 40), outline=_DARK, width=2)
    draw.line([base, elbow], fill=(232, 140, 40), width=34)
    draw.line([elbow, hand], fill=(232, 140, 40), width=24)
    for x, y in (base, elbow, hand):
        draw.ellipse([x - 16, y - 16, x + 16, y + 16], fill=_DARK)


def _draw_lamp(draw: ImageDraw.ImageDraw, *, is_beam: bool) -> None:
    colour, word = ((214, 48, 49), "BEAM ON") if is_beam else ((46, 160, 67), "NO BEAM")
    draw.rounded_rectangle([760, 40, 920, 100], radius=10, fill=colour, outline=_DARK, width=2)
    draw.text((840, 70), word, fill="white", anchor="mm", font=ImageFont.load_default(24))


def _with_clock(image: Image.Image, at_s: float) -> Image.Image:
    words = datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%d %H:%M:%S.%f")[:-5] + " UTC"
    draw = ImageDraw.Draw(image)
    draw.rectangle([8, 8, 268, 34], fill=(20, 22, 26))
    draw.text((16, 21), words, fill="white", anchor="lm", font=ImageFont.load_default(16))
    return image


def _jpeg(image: Image.Image) -> bytes:
    made = io.BytesIO()
    image.save(made, "JPEG", quality=75)
    return made.getvalue()
