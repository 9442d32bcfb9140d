"""The bursts of a collection: frames that are exposed without a stop, while one axis flies."""

from dataclasses import dataclass

from ophyd_async.core import FlyMotorInfo

from farlight.engine.devices import FrameSeries
from farlight.science.scans import Exposures, Grid, Screening


@dataclass(frozen=True, kw_only=True)
class Burst:
    """Frames ``first`` to ``end`` (not included), counted from 0."""

    first: int
    end: int
    omega_deg: float
    """Angle at which its first frame begins."""
    width_deg: float
    """Rotation during a frame."""
    x_um: float = 0.0
    """Where the sample stands along the picture's x when the burst begins."""
    y_um: float = 0.0
    step_x_um: float = 0.0
    """Way along x during a frame; negative on the way back of a snaked grid."""

    def flight(self, at: int, exposure_time_s: float) -> FlyMotorInfo:
        """How the flying axis moves from frame ``at`` to the end of the burst: omega, or x where the sample travels."""
        step = self.step_x_um or self.width_deg
        begin = self.x_um if self.step_x_um else self.omega_deg
        return FlyMotorInfo(
            start_position=begin + (at - self.first) * step,
            end_position=begin + (self.end - self.first) * step,
            time_for_move=(self.end - at) * exposure_time_s,
        )

    @property
    def travels(self) -> bool:
        """Whether the sample moves across the beam while it is exposed."""
        return bool(self.step_x_um)


def burst_at(series: FrameSeries, frame: int) -> Burst:
    """Return the burst that a frame (counted from 0) belongs to."""
    match series.layout:
        case Screening(angles_deg=angles_deg):
            return Burst(first=frame, end=frame + 1, omega_deg=angles_deg[frame], width_deg=series.width_deg)
        case Grid() as grid:
            return _row(series, grid, frame // grid.columns)
        case Exposures():
            return Burst(first=0, end=series.images, omega_deg=series.start_deg, width_deg=0.0)
        case _:
            return Burst(first=0, end=series.images, omega_deg=series.start_deg, width_deg=series.width_deg)


def _row(series: FrameSeries, grid: Grid, row: int) -> Burst:
    first = row * grid.columns
    cell = grid.cell_of_image(first + 1)
    direction = 1.0 if cell.column == 0 else -1.0
    x_um, y_um = grid.position_um(*cell)
    return Burst(
        first=first,
        end=first + grid.columns,
        omega_deg=series.start_deg,
        width_deg=0.0,
        x_um=x_um - direction * grid.step_x_um / 2.0,
        y_um=y_um,
        step_x_um=direction * grid.step_x_um,
    )
