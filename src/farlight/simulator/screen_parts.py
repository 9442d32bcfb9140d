"""Parts of the simulated screens."""

import tkinter as tk
from datetime import UTC, datetime

from PIL import Image

from farlight.beamlines.types import ChannelValue

DARK, PALE, INK, LIT = "#1d2430", "#e7eaef", "#1c2026", "#1f7a3d"
_TITLE_FONT, _FONT, _VALUE_FONT = ("DejaVu Sans", 14, "bold"), ("DejaVu Sans", 12), ("DejaVu Sans Mono", 14, "bold")
_UNITS = {"ma": "mA", "ev": "eV", "mm": "mm", "k": "K", "deg": "°", "um": "µm", "s": "s"}


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
        tk.Label(line, text=name_of(channel), bg=line["bg"], fg=INK, font=_FONT).pack(side="left", pady=4)
        self._channel = channel
        self._value = tk.Label(line, bg=line["bg"], fg=INK, font=_VALUE_FONT)
        self._value.pack(side="right")

    def show(self, value: ChannelValue) -> None:
        """Show a value."""
        self._value.configure(text=words_of(self._channel, value), fg=LIT if value is True else INK)


def name_of(channel: str) -> str:
    """Return what stands before a value: without unit, and without what the value says itself."""
    words = channel.split("_")
    return " ".join(words[:-1] if words[-1] in {*_UNITS, "frac", "open", "at"} else words).capitalize()


def words_of(channel: str, value: ChannelValue) -> str:
    """Return a value with its unit, as people read it."""
    kind = channel.rpartition("_")[2]
    if isinstance(value, bool):
        return ("open" if value else "closed") if kind == "open" else ("yes" if value else "no")
    if isinstance(value, int | float):
        return f"{value:.0%}" if kind == "frac" else f"{value:.6g} {_UNITS.get(kind, '')}".rstrip()
    if kind == "at" and value:
        return f"at {datetime.fromisoformat(value).astimezone(UTC):%H:%M:%S} UTC"
    return str(value or "nothing")


def fitted(image: Image.Image, size_px: tuple[int, int]) -> Image.Image:
    """Return a picture as large as fits."""
    scale = min(size_px[0] / image.width, size_px[1] / image.height)
    wanted = (round(image.width * scale), round(image.height * scale))
    return image.convert("RGB").resize(wanted, Image.Resampling.BILINEAR)
