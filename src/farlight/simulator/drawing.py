"""Pictures of a crystal in its loop, drawn: the same sample always looks the same, and turns with the goniometer."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

from farlight.engine.messages import PictureScale, SampleInBeam
from farlight.simulator.crystal_shapes import crystal_corners_um, outline_of, turned_about_pin

SIZE_PX = (640, 480)
MICRONS_PER_PX = 0.75
CENTRE_PX = (320.0, 240.0)
LOOP_UM = (150.0, 105.0)
"""Half axes of the loop, along the pin and across."""
SCALE = PictureScale(size_px=SIZE_PX, beam_px=CENTRE_PX, microns_per_px=MICRONS_PER_PX)
"""What the pictures show where."""
Floats = npt.NDArray[np.float64]
Polygon = list[tuple[float, float]]


def draw_sample(path: Path, sample: SampleInBeam | None, omega_deg: float, beam_size_um: tuple[float, float]) -> None:
    """Write a JPEG of a sample at an angle of the goniometer; an empty pin when there is none."""
    image = sample_picture(sample, omega_deg, beam_size_um)
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, "JPEG", quality=88)


def sample_picture(sample: SampleInBeam | None, omega_deg: float, beam_size_um: tuple[float, float]) -> Image.Image:
    """Draw a sample at an angle of the goniometer; an empty pin when there is none."""
    image = _backlight()
    draw = ImageDraw.Draw(image, "RGBA")
    if sample is not None:
        _draw_loop(draw, omega_deg)
        _draw_crystal(draw, sample, omega_deg)
    _draw_pin(draw)
    image = image.filter(ImageFilter.GaussianBlur(0.8))
    _draw_overlay(ImageDraw.Draw(image), omega_deg, beam_size_um)
    return image


def _backlight() -> Image.Image:
    y, x = np.mgrid[0 : SIZE_PX[1], 0 : SIZE_PX[0]]
    away = np.hypot((x - CENTRE_PX[0]) / SIZE_PX[0], (y - CENTRE_PX[1]) / SIZE_PX[1])
    grey = (226 - 70 * away).astype(np.uint8)
    return Image.fromarray(np.stack([grey, grey, grey], -1))


def _to_px(points_um: Floats) -> Polygon:
    return [(CENTRE_PX[0] + x / MICRONS_PER_PX, CENTRE_PX[1] - y / MICRONS_PER_PX) for x, y in points_um[:, :2]]


def _draw_loop(draw: ImageDraw.ImageDraw, omega_deg: float) -> None:
    angle = np.linspace(0.0, 2.0 * np.pi, 90)
    flat = np.stack([LOOP_UM[0] * np.cos(angle), LOOP_UM[1] * np.sin(angle), 18.0 * np.sin(2 * angle)], -1)
    outline = _to_px(turned_about_pin(flat, omega_deg))
    draw.polygon(outline, fill=(205, 214, 222, 90))
    draw.line(outline, fill=(70, 62, 50, 230), width=5, joint="curve")


def _draw_crystal(draw: ImageDraw.ImageDraw, sample: SampleInBeam, omega_deg: float) -> None:
    corners = crystal_corners_um(sample, omega_deg)
    outline = _to_px(corners)
    draw.polygon(_to_px(outline_of(corners)), fill=(188, 197, 190, 235), outline=(58, 66, 60, 255), width=2)
    near = corners[:, 2] > np.median(corners[:, 2])
    for a, start in enumerate(outline):
        for b, end in enumerate(outline[:a]):
            if near[a] and near[b]:
                draw.line([*start, *end], fill=(92, 102, 96, 160), width=1)


def _draw_pin(draw: ImageDraw.ImageDraw) -> None:
    neck = CENTRE_PX[0] - LOOP_UM[0] / MICRONS_PER_PX
    draw.polygon(
        [(0, 205), (neck - 30, 234), (neck + 4, 238), (neck + 4, 242), (neck - 30, 246), (0, 275)],
        fill=(66, 64, 62, 255),
    )


def _draw_overlay(draw: ImageDraw.ImageDraw, omega_deg: float, beam_size_um: tuple[float, float]) -> None:
    x, y = CENTRE_PX
    half_x, half_y = (size / MICRONS_PER_PX / 2 for size in beam_size_um)
    draw.ellipse([x - half_x, y - half_y, x + half_x, y + half_y], outline=(210, 30, 45), width=2)
    draw.line([x - 14, y, x + 14, y], fill=(210, 30, 45))
    draw.line([x, y - 14, x, y + 14], fill=(210, 30, 45))
    bar_px = 100.0 / MICRONS_PER_PX
    draw.line([SIZE_PX[0] - 24 - bar_px, SIZE_PX[1] - 24, SIZE_PX[0] - 24, SIZE_PX[1] - 24], fill=(20, 20, 20), width=3)
    draw.text((SIZE_PX[0] - 24 - bar_px, SIZE_PX[1] - 44), "100 µm", fill=(20, 20, 20))
    draw.text((12, SIZE_PX[1] - 24), f"omega {omega_deg:.1f}°", fill=(20, 20, 20))
