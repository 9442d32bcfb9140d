"""Desktops that are there already, at an address of the facility file: nothing is started or ended, only tried."""

from collections.abc import Sequence
from datetime import datetime

from farlight.desktops.hosting.findings import Finding, Found, Wanted
from farlight.desktops.hosting.trials import Trials
from farlight.desktops.models import Desktop
from farlight.desktops.queries import place_of
from farlight.desktops.types import DesktopState


class AddressHome:
    """Tries instruments' own VNC servers until they answer: one that is switched off may be switched on."""

    def __init__(self, trials: Trials) -> None:
        self._trials = trials

    def prepare(self, rows: Sequence[Desktop], *, now: datetime) -> None:
        """Ask nothing beforehand."""

    def follow(self, wanted: Wanted, *, now: datetime) -> Finding:  # noqa: ARG002 - each home's signature
        """Try it; whoever looks on later hears by themselves when it does not answer."""
        row = wanted.row
        if row.state != DesktopState.ASKED:
            return Finding(found=Found.RUNS)
        words = self._trials.of(row.code, place_of(row, wanted.session.beamline))
        return Finding(found=Found.RUNS) if words is None else Finding(found=Found.WAITS, words=words)

    def end(self, row: Desktop, *, failed: bool) -> bool:  # noqa: ARG002 - each home's signature
        """Leave it alone."""
        self._trials.forget(row.code)
        return True
