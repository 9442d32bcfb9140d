"""What an experiment measures, and the facility of one beamline, one group and one session that it happens in."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from farlight.acquisition.types import CollectionParameters
from farlight.config.experiment.errors import ExperimentFailed
from farlight.config.facility.description import Facility
from farlight.config.facility.reading import FacilityFile
from farlight.science.diffraction.crystals import Crystal, crystal_for
from farlight.science.diffraction.layout import LAYOUTS
from farlight.science.images import ImageError, open_images

SIMULATED_ACRONYM = "Insu"
SIMULATED_IMAGES = 120
SIMULATED_WIDTH_DEG = 0.5
SIMULATED_EXPOSURE_S = 0.04
SIMULATED_RESOLUTION_ANGSTROM = 2.2
ENERGY_EV = 12_658.0
REPLAY_EXPOSURE_S = 0.02
REPLAY_DISTANCE_MM = 100.0
"""Stands in the request; what counts is what the replayed images say."""
ALL_IMAGES = 1_000_000
"""As many as there are: the replay knows."""
LOGIN = "experimenter"
HDF5_SUFFIXES = (".h5", ".hdf5", ".nxs", ".nx")


@dataclass(frozen=True, kw_only=True)
class ExperimentPlan:
    """What was asked for on the command line."""

    source: Path | None = None
    """Real images to replay; None simulates."""
    detector: str = "1M"
    """Detector of the simulated beamline."""
    images: int | None = None
    """Number of images; None takes all of a replay, or as many as the simulation does well with."""
    time_limit_s: float = 3600.0

    @property
    def crystal(self) -> Crystal | None:
        """The crystal that is simulated; None in a replay."""
        return None if self.source else crystal_for(SIMULATED_ACRONYM)

    @property
    def sample_name(self) -> str:
        """The group's name of the sample."""
        return self.source.stem if self.source else "insulin-1"

    def parameters(self) -> CollectionParameters:
        """The rotation that is queued."""
        if self.source:
            return CollectionParameters(
                width_deg=0.1,
                images=self.images or ALL_IMAGES,
                exposure_time_s=REPLAY_EXPOSURE_S,
                energy_ev=ENERGY_EV,
                detector_distance_mm=REPLAY_DISTANCE_MM,
            )
        return CollectionParameters(
            width_deg=SIMULATED_WIDTH_DEG,
            images=self.images or SIMULATED_IMAGES,
            exposure_time_s=SIMULATED_EXPOSURE_S,
            transmission_frac=0.5,
            energy_ev=ENERGY_EV,
            resolution_angstrom=SIMULATED_RESOLUTION_ANGSTROM,
        )


@dataclass(frozen=True, kw_only=True)
class Names:
    """Codes of what the experiment makes; its own in a database that others use too."""

    proposal: str
    beamline: str
    login: str

    @property
    def session(self) -> str:
        """Code of the session."""
        return f"{self.proposal}-1"


def names_for(*, shared_database: bool, is_replay: bool) -> Names:
    """Return short names in a database of our own, names that nobody has in a shared one."""
    kind = "replay" if is_replay else "sim"
    if not shared_database:
        return Names(proposal="mx1", beamline=f"{kind}1", login=LOGIN)
    number = time.time_ns() // 100_000_000 % 10**8
    return Names(proposal=f"xp{number}", beamline=f"{kind}-{number}", login=f"{LOGIN}-{number}")


def refuse_unusable_source(source: Path) -> None:
    """See that there is something to replay.

    Raises
    ------
    ExperimentFailed
        When the path does not exist, is an empty folder, or an HDF5 file without images that can be read. Of other
        formats DIALS may know more than we do.
    """
    if "#" not in source.name and not source.exists():
        raise ExperimentFailed(
            "input", f"There is nothing at {source}.", ["Give a master, an image, or a folder of images."]
        )
    if source.is_dir() and not any(source.iterdir()):
        raise ExperimentFailed("input", f"The folder {source} is empty.", ["Give a folder with the images of a sweep."])
    if source.suffix.lower() not in HDF5_SUFFIXES:
        return
    try:
        with open_images(source) as images:
            missing = ", ".join(images.missing)
    except ImageError as error:
        raise ExperimentFailed("input", f"{source}: {error.message}") from error
    if missing:
        raise ExperimentFailed("input", f"{source} speaks of files that are not there: {missing}.", ["Copy them too."])


def facility_file(plan: ExperimentPlan, names: Names, *, time_zone: str) -> FacilityFile:
    """Describe the facility of the experiment, in the form of a facility file."""
    acronym = "Sample" if plan.source else SIMULATED_ACRONYM
    values: dict[str, Any] = {
        "facility": {"name": "Farlight experiment", "time_zone": time_zone},
        "person": [
            {
                "login": names.login,
                "given_name": "Alex",
                "family_name": "Far",
                "email": f"{names.login}@experiment.example",
            }
        ],
        "beamline": [_beamline(plan, names)],
        "proposal": [
            {
                "code": names.proposal,
                "title": "A whole experiment by one command",
                "principal_investigator": names.login,
                "substance": [{"acronym": acronym, "name": "Cubic insulin" if plan.crystal else plan.sample_name}],
                "container": [{"name": f"PUCK-{names.proposal}"}],
                "sample": [
                    {
                        "name": plan.sample_name,
                        "substance": acronym,
                        "container": f"PUCK-{names.proposal}",
                        "slot": 1,
                    }
                ],
            }
        ],
        "session": [{"code": names.session, "beamline": names.beamline, "start": "now-1h", "end": "now+2d"}],
    }
    return FacilityFile(path=Path("experiment"), facility=Facility.model_validate(values), lines={})


def _beamline(plan: ExperimentPlan, names: Names) -> dict[str, Any]:
    layout = LAYOUTS[plan.detector]
    common = {
        "code": names.beamline,
        "name": f"Beamline {names.beamline}",
        "technique": "macromolecular crystallography",
        "limits": {
            "min_energy_ev": 100.0,
            "max_energy_ev": 1e6,
            "min_exposure_time_s": 0.001,
            "max_images": ALL_IMAGES,
        },
    }
    detector = {
        "name": layout.name,
        "shape": layout.shape,
        "pixel_size_mm": layout.pixel_size_mm,
        "min_distance_mm": 10.0,
        "max_distance_mm": 2000.0,
        "max_rate_hz": 1000.0,
    }
    if plan.source:
        options = {"source": str(plan.source.absolute()), "mount_time_s": 0.2}
        engine = {"devices": "farlight.simulator.replay:build", "options": options}
        return {**common, "detector": {**detector, "name": "Replayed detector"}, "engine": engine}
    options = {"beamline": "EXPERIMENT", "detector": plan.detector, "mount_time_s": 0.2}
    return {
        **common,
        "detector": detector,
        "engine": {"devices": "farlight.simulator.beamline:build", "options": options},
        "cameras": [_CAMERA],
    }


_CAMERA = {"code": "hutch", "name": "Hutch", "kind": "simulated", "address": "farlight.simulator.cameras:hutch"}
