"""What happens with cameras."""

from farlight.kernel.events import Event


class CameraWatchersChanged(Event):
    """Who of a session looks through a camera: names, in order of the alphabet."""

    session: str
    camera: str
    watching: tuple[str, ...]


class CamerasSwitched(Event):
    """Staff switched the cameras of a session's beamline on or off."""

    session: str
    beamline: str
    state: str
    reason: str
