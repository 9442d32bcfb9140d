"""Parts of the simulated screens."""

import tkinter as tk

from PIL import Image

from farlight.beamlines.types import ChannelValue

DARK, PALE, INK, LIT = "#1d2430", "#e7eaef", "#1c2026", "#1f7a3d"
_TITLE_FONT, _FONT, _VALUE_FONT = ("DejaVu Sans", 14, "bold"), ("DejaVu Sans", 12), ("DejaVu Sans Mono", 14, "bold")


def panel(root: tk.Misc, title: str, place_px: tuple[int, int], size_px: tuple[int, int]) -> tk.Frame:
    """Place a frame with a title."""
    frame = tk.Frame(root, bg=PALE, highlightbackground="#0d1117", highlightthickness=1)
    frame.place(x=place_px[0], y=place_px[1], width=size_px[0], height=size_px[1])
    frame.pack_propagate(flag=False)
    tk.Label(frame, text=title, bg=PALE, fg=INK, font=_TITLE_FONT).pack(anchor="w", padx=16, pady=12)
    return frame


def label(parent: tk.Misc, text: str) -> tk.Label:
    """Return a word beside something."""
    return tk.Label(parent, text=text, bg=PALE, fg=INK, font=_FONT)


class Meter:
    """A channel's name and value in a line."""

    def __init__(self, parent: tk.Misc, channel: str, row: int) -> None:
        line = tk.Frame(parent, bg=PALE if row % 2 else "#dde2e9")
        line.pack(fill="x", padx=16)
        tk.Label(line, text=channel.replace("_", " "), bg=line["bg"], fg=INK, font=_FONT).pack(side="left", pady=4)
        self._value = tk.Label(line, bg=line["bg"], fg=INK, font=_VALUE_FONT)
        self._value.pack(side="right")

    def show(self, value: ChannelValue) -> None:
        """Show a value."""
        words = f"{value:.6g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
        self._value.configure(text=words, fg=LIT if value is True else INK)


def fitted(image: Image.Image, size_px: tuple[int, int]) -> Image.Image:
    """Return a picture as large as fits."""
    scale = min(size_px[0] / image.width, size_px[1] / image.height)
    wanted = (round(image.width * scale), round(image.height * scale))
    return image.convert("RGB").resize(wanted, Image.Resampling.BILINEAR)
