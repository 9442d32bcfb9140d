"""Webcams, as an application of Django."""

from django.apps import AppConfig


class WebcamsConfig(AppConfig):
    """Webcams."""

    name = "farlight.webcams"
    label = "webcams"

    def ready(self) -> None:
        """Have leases know of the switch: while it is off, nobody can open the cameras, and all read why."""
        from farlight.leases.public import register_condition  # models are there only now
        from farlight.leases.types import ChannelKind
        from farlight.webcams.access import objections_to_cameras

        register_condition(ChannelKind.WEBCAM, objections_to_cameras)
