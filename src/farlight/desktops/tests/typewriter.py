"""What stands on a screen in tests: it writes down the keys that arrive, and changes its colour with each."""

import tkinter as tk
from pathlib import Path

COLOURS = ("#204080", "#d0a020")


def main() -> None:
    root = tk.Tk()
    root.geometry(f"{root.winfo_screenwidth()}x{root.winfo_screenheight()}+0+0")
    root.configure(bg=COLOURS[0])
    root.focus_force()
    keys = Path("keys.txt")
    keys.write_text("")

    def arrived(event: "tk.Event[tk.Misc]") -> None:
        with keys.open("a") as file:
            file.write(event.char)
        root.configure(bg=COLOURS[keys.stat().st_size % 2])

    root.bind("<Key>", arrived)
    root.mainloop()


main()
