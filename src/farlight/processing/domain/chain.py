"""How far a chain of steps is, kept so that another process can go on with it."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from farlight.processing.types import ShellStatistics, Stage, StageTime


@dataclass(frozen=True, kw_only=True)
class ChainState:
    """What the finished steps found, and which files hold it."""

    done: tuple[Stage, ...] = ()
    times: tuple[StageTime, ...] = ()
    experiments: str = ""
    """Name of the newest experiment file."""
    reflections: str = ""
    """Name of the newest reflection file."""
    images: int = 0
    first_image: int = 1
    rotation_deg: float = 0.0
    spots: int = 0
    indexed: str = ""
    """Name of the indexed experiments and reflections, without ending: where the choice of a lattice starts."""
    indexed_frac: float = 0.0
    rmsd_px: float | None = None
    geometry: str = "header"
    """Which geometry indexed best: ``header``, ``beam`` or ``far_beam``."""
    axis_is_told: bool = False
    """Whether the headers or ``import.phil`` say about which axis the crystal turned."""
    beam_shift_px: float | None = None
    lattice: str = ""
    wanted_lattice: str = ""
    """A lattice that the intensities asked for after a more symmetric one was tried."""
    space_group_source: str = ""
    equally_likely_group: str = ""
    resolution_angstrom: float | None = None
    overall: ShellStatistics | None = None
    inner: ShellStatistics | None = None
    outer: ShellStatistics | None = None
    edge_angstrom: float | None = None
    remarks: tuple[str, ...] = ()
    """What the steps have to say themselves."""

    def next_stage(self) -> Stage | None:
        """The first stage that is not done; None at the end."""
        return next((stage for stage in Stage if stage not in self.done), None)

    def finished(self, stage: Stage, duration_s: float) -> "ChainState":
        """Return this state with a stage done; a stage done again adds to its time."""
        before = sum(time.duration_s for time in self.times if time.stage is stage)
        others = tuple(time for time in self.times if time.stage is not stage)
        times = (*others, StageTime(stage=stage, duration_s=round(before + duration_s, 2)))
        order = list(Stage)
        return dataclasses.replace(
            self,
            done=(*(one for one in self.done if one is not stage), stage),
            times=tuple(sorted(times, key=lambda time: order.index(time.stage))),
        )

    def back_to(self, stage: Stage) -> "ChainState":
        """Return this state with a stage and all after it to be done again."""
        order = list(Stage)
        return dataclasses.replace(self, done=tuple(one for one in self.done if order.index(one) < order.index(stage)))

    def noting(self, *remarks: str) -> "ChainState":
        """Return this state with more remarks; the same one is kept once."""
        return dataclasses.replace(self, remarks=tuple(dict.fromkeys((*self.remarks, *filter(None, remarks)))))


def state_from(record: Mapping[str, Any]) -> ChainState:
    """Read a state back from its JSON form (``dataclasses.asdict``)."""
    values = dict(record)
    values["done"] = tuple(Stage(one) for one in values["done"])
    values["times"] = tuple(
        StageTime(stage=Stage(one["stage"]), duration_s=one["duration_s"]) for one in values["times"]
    )
    values["remarks"] = tuple(values["remarks"])
    for shell in ("overall", "inner", "outer"):
        values[shell] = ShellStatistics(**values[shell]) if values[shell] else None
    return ChainState(**values)
