"""Desktops' rows."""

from farlight.desktops.models.desktop import ControlWish, Desktop, DesktopView

__all__ = ["ControlWish", "Desktop", "DesktopView"]
