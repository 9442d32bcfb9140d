"""The door of webcams."""

from farlight.webcams.queries import camera_wall
from farlight.webcams.services.switching import switch_cameras

__all__ = ["camera_wall", "switch_cameras"]
