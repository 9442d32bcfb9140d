"""The door of desktops."""

from farlight.desktops.queries import desktop_page, desktop_sight, desktop_wall
from farlight.desktops.services.control import ask_for_control, give_control, lay_down_control, take_control
from farlight.desktops.services.lives import close_desktop, lock_desktop, start_desktop

__all__ = [
    "ask_for_control",
    "close_desktop",
    "desktop_page",
    "desktop_sight",
    "desktop_wall",
    "give_control",
    "lay_down_control",
    "lock_desktop",
    "start_desktop",
    "take_control",
]
