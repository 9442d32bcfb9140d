"""What is on the desktops of a simulated beamline: ``python -m farlight.simulator.screens control-room SIM1``.

Two programs with windows: the control room, which shows what the beamline says of itself, and the microscope's PC.
Neither gives a shell away, and neither needs the database: what there is to show lies in ``readings.json``.
"""

import json
import subprocess
import sys
import time
import tkinter as tk
from collections.abc import Callable, Mapping
from pathlib import Path

from PIL import Image, ImageTk

from farlight.beamlines.types import ChannelValue
from farlight.simulator.cameras import sample_image
from farlight.simulator.screen_parts import DARK, PALE, Meter, fitted, label, panel

LOOK_MS = 500
DRAW_MS = 66
"""Fifteen pictures a second."""
READINGS = Path("readings.json")
OPENBOX = Path(__file__).with_name("openbox.xml")


def readings() -> Mapping[str, ChannelValue]:
    """Return what the beamline said last, by channel."""
    try:
        found: dict[str, ChannelValue] = json.loads(READINGS.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return found


def repeat(window: tk.Misc, every_ms: int, act: Callable[[], None]) -> None:
    """Do something now and again and again."""
    act()
    window.after(every_ms, lambda: repeat(window, every_ms, act))


def control_room(root: tk.Tk, beamline: str) -> None:
    """Fill the screen with the control room of a beamline."""
    root.configure(bg=DARK)
    states = panel(root, f"{beamline}  beamline state", (24, 24), (560, 700))
    rows: dict[str, Meter] = {}

    def show() -> None:
        for channel, value in sorted(readings().items()):
            if channel not in rows:
                rows[channel] = Meter(states, channel, len(rows))
            rows[channel].show(value)

    repeat(root, LOOK_MS, show)
    camera = panel(root, "Sample", (612, 24), (640, 400))
    _film(camera, lambda: sample_image(readings(), time.time()), (600, 340))
    notes = panel(root, "Notes of the shift", (612, 448), (640, 276))
    pad = tk.Text(notes, bg="white", fg="black", font=("DejaVu Sans", 14), width=54, height=9, relief="flat")
    pad.pack(padx=16, pady=(0, 16), fill="both", expand=True)
    pad.focus_set()
    _clock(root)


def microscope(root: tk.Tk, beamline: str) -> None:
    """Fill the screen with the program of the microscope's PC."""
    root.configure(bg="#2b3a55")
    seen = panel(root, f"Microscope PC  {beamline}", (24, 24), (900, 720))
    zoom = tk.DoubleVar(value=1.0)
    _film(seen, lambda: sample_image(readings(), time.time(), zoom=zoom.get()), (860, 600))
    tools = panel(root, "Light and zoom", (948, 24), (300, 320))
    label(tools, "Zoom").pack(anchor="w", padx=16)
    tk.Scale(tools, variable=zoom, from_=1.0, to=4.0, resolution=0.1, orient="horizontal", bg=PALE).pack(
        fill="x", padx=16
    )
    label(tools, "File name").pack(anchor="w", padx=16, pady=(16, 0))
    tk.Entry(tools, font=("DejaVu Sans", 13)).pack(fill="x", padx=16)
    _clock(root)


def _film(parent: tk.Misc, draw: Callable[[], Image.Image], size_px: tuple[int, int]) -> None:
    shown = tk.Label(parent, bg="black")
    shown.pack(padx=16, pady=(0, 16))

    def next_picture() -> None:
        picture = ImageTk.PhotoImage(fitted(draw(), size_px))
        shown.configure(image=picture)
        shown.picture = picture  # type: ignore[attr-defined] # Tk forgets what nobody holds

    repeat(shown, DRAW_MS, next_picture)


def _clock(root: tk.Tk) -> None:
    shown = tk.Label(root, bg=root["bg"], fg="white", font=("DejaVu Sans Mono", 16))
    shown.place(relx=1.0, rely=1.0, x=-24, y=-16, anchor="se")

    def tell() -> None:
        shown.configure(text=time.strftime("%H:%M:%S UTC", time.gmtime()))

    repeat(root, LOOK_MS, tell)


SCREENS = {"control-room": control_room, "microscope": microscope}


def main(name: str, beamline: str) -> None:
    """Show a screen for ever."""
    subprocess.Popen(["openbox", "--config-file", str(OPENBOX)])
    root = tk.Tk()
    root.title(f"{name} {beamline}")
    root.geometry(f"{root.winfo_screenwidth()}x{root.winfo_screenheight()}+0+0")
    root.attributes("-fullscreen", True)
    SCREENS[name](root, beamline.upper())
    root.mainloop()


if __name__ == "__main__":
    main(*sys.argv[1:3])
