"""What stands on the screens that are measured: a patch that answers keys, a clock, or a film that never stops."""

import os
import sys
import tkinter as tk

from PIL import Image, ImageTk

PATCH_PX, FILM_PX = 64, (400, 300)
COLOURS = ("#204080", "#d0a020")
FRAME_MS = 16
PICTURES = 12


def answer_keys(root: tk.Tk) -> None:
    """Change the colour of a patch with each key that goes down."""
    patch = tk.Frame(root, bg=COLOURS[0], width=PATCH_PX, height=PATCH_PX)
    patch.place(x=0, y=0)
    presses = 0

    def pressed(_: "tk.Event[tk.Misc]") -> None:
        nonlocal presses
        presses += 1
        patch.configure(bg=COLOURS[presses % 2])

    root.bind("<Key>", pressed)


def show_clock(root: tk.Tk) -> None:
    """Change the colour of a patch each second, as something on the screen of a beamline always does."""
    patch = tk.Frame(root, bg=COLOURS[0], width=PATCH_PX, height=PATCH_PX)
    patch.place(x=0, y=0)

    def tick(number: int) -> None:
        patch.configure(bg=COLOURS[number % 2])
        root.after(1000, tick, number + 1)

    tick(0)


def show_film(root: tk.Tk) -> None:
    """Show noise, another picture of it every 16 ms."""
    size_bytes = FILM_PX[0] * FILM_PX[1] * 3
    pictures = [ImageTk.PhotoImage(Image.frombytes("RGB", FILM_PX, os.urandom(size_bytes))) for _ in range(PICTURES)]
    shown = tk.Label(root, image=pictures[0], borderwidth=0)
    shown.place(x=0, y=0)

    def next_picture(number: int) -> None:
        shown.configure(image=pictures[number % PICTURES])
        root.after(FRAME_MS, next_picture, number + 1)

    next_picture(0)


def main(what: str) -> None:
    """Show one of them for ever."""
    root = tk.Tk()
    root.geometry(f"{root.winfo_screenwidth()}x{root.winfo_screenheight()}+0+0")
    {"keys": answer_keys, "clock": show_clock, "film": show_film}[what](root)
    root.focus_force()
    root.mainloop()


if __name__ == "__main__":
    main(sys.argv[1])
