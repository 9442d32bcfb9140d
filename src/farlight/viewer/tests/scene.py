"""A run with real images, for tests."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from farlight.beamtime.tests.factories import make_session
from farlight.people.tests.factories import make_person
from farlight.runs.tests.factories import make_run, point_at

INSULIN = Path(__file__).parents[4] / "tests" / "data" / "insulin_pilatus300k"


@dataclass(frozen=True)
class Scene:
    """Ada's run of three insulin images, and Rolf, who may not know of it."""

    ada: Any
    rolf: Any
    session: str
    folder: Path


def make_scene() -> Scene:
    ada = make_person("ada")
    session = make_session(ada)
    folder = make_run(session)
    for number in (1, 2, 3):
        shutil.copy(INSULIN / f"in16c_01000{number}.cbf", folder)
    point_at(session.code, 1, folder / "in16c_01####.cbf", frames=3)
    rolf = make_session(code="mx9999", beamline="sim2").proposal.principal_investigator
    return Scene(ada=ada, rolf=rolf, session=session.code, folder=folder)
