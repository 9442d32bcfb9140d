"""Desktops that a Guacamole server reaches: the host holds their connections, nothing is started or ended there."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from farlight.beamlines.public import beamline
from farlight.beamlines.types import GuacamolePlace
from farlight.desktops.adapters.folders import clear
from farlight.desktops.adapters.guacd_keeper import Keeper, Keepsake
from farlight.desktops.adapters.places import folder_of
from farlight.desktops.hosting.findings import Finding, Found, Wanted
from farlight.desktops.models import Desktop
from farlight.desktops.types import DesktopState


class GuacamoleHome:
    """Has each desktop connected, and connects it anew when its line breaks."""

    def __init__(self) -> None:
        self._keeper = Keeper()

    def has(self, row: Desktop) -> bool:
        """Whether a desktop is connected from here, whatever the facility file says of it now."""
        return self._keeper.has(row.code)

    def prepare(self, rows: Sequence[Desktop], *, now: datetime) -> None:
        """Ask nothing beforehand."""

    def follow(self, wanted: Wanted, *, now: datetime) -> Finding:  # noqa: ARG002 - each home's signature
        """See that it is connected, or say why it is not yet; whoever looks on later hears by themselves."""
        place = wanted.definition.guacamole
        if place is None:
            return Finding(found=Found.OVER, words="The facility offers it in another way now. Start it anew.")
        kept = self._keeper.of(wanted.row.code, _keepsake(wanted, place))
        if wanted.row.state != DesktopState.ASKED or kept.is_there:
            return Finding(found=Found.RUNS)
        return Finding(found=Found.WAITS, words=kept.words)

    def end(self, row: Desktop, *, failed: bool) -> bool:  # noqa: ARG002 - each home's signature
        """Hang up."""
        self._keeper.forget(row.code)
        clear(folder_of(row.code))
        return True

    def close(self) -> None:
        """Hang up everywhere."""
        self._keeper.close()


def _keepsake(wanted: Wanted, place: GuacamolePlace) -> Keepsake:
    folder = folder_of(wanted.row.code)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Keepsake(
        folder=folder,
        guacd=place.guacd,
        protocol=place.protocol,
        parameters=place.parameters,
        secret_files=place.secret_files,
        size_px=(wanted.definition.width_px, wanted.definition.height_px),
        time_zone=beamline(wanted.session.beamline).time_zone or settings.TIME_ZONE,
    )
