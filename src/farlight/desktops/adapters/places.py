"""Where the proxy finds a desktop."""

from pathlib import Path

from django.conf import settings

from farlight.desktops.adapters.cluster_desktops import placed_in
from farlight.desktops.adapters.tigervnc import place_in
from farlight.desktops.adapters.vnc_client import Place
from farlight.desktops.types import DesktopPlace
from farlight.kernel.errors import Unavailable


def folder_of(code: str, shared: str = "") -> Path:
    """Return the folder of a desktop: below a folder that is shared with a cluster, or in the state folder."""
    state: Path = settings.FARLIGHT_STATE_DIR
    return (Path(shared) if shared else state.absolute() / "desktops") / code


def found(place: DesktopPlace) -> Place:
    """Return what to connect to, with the password.

    Raises
    ------
    Unavailable
        When it is not there.
    """
    if place.folder:
        folder = folder_of(place.folder, place.shared)
        return placed_in(folder) or place_in(folder)
    host, _, port = place.address.rpartition(":")
    return Place(host=host, port=int(port), password=_password_in(place.password_file))


def _password_in(path: str) -> bytes:
    if not path:
        return b""
    try:
        return Path(path).read_bytes().strip()
    except OSError as error:
        raise Unavailable("The password of the desktop cannot be read.") from error
